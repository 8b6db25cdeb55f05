// The guard that was moved away from is asked; the one that owns is unlocked before the access.
#include <mutex>
#include <thread>

std::mutex m;
int n;

void work() {
  std::unique_lock<std::mutex> first(m);
  std::unique_lock<std::mutex> second(std::move(first));
  second.unlock();
  ++n;  // RACE
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
