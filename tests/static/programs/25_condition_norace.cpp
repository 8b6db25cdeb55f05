// The flag is set and read under the lock; the wait gives it back meanwhile.
#include <condition_variable>
#include <mutex>
#include <thread>

std::mutex m;
std::condition_variable changed;
bool isReady;
int value;

void work() {
  std::unique_lock<std::mutex> guard(m);
  changed.wait(guard, [] { return isReady; });
  ++value;  // NORACE
}

int main() {
  std::thread a(work);
  {
    std::lock_guard<std::mutex> guard(m);
    value = 1;
    isReady = true;
  }
  changed.notify_one();
  a.join();
  return value;
}
