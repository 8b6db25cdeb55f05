// The flag that the condition is about is set without the lock.
#include <condition_variable>
#include <mutex>
#include <thread>

std::mutex m;
std::condition_variable changed;
bool isReady;

void work() {
  std::unique_lock<std::mutex> guard(m);
  while (!isReady) changed.wait(guard);
}

int main() {
  std::thread a(work);
  isReady = true;  // RACE
  changed.notify_one();
  a.join();
}
