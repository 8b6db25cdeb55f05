// A deferred guard holds nothing until it is locked.
#include <mutex>
#include <thread>

std::mutex m;
int n;

void work() {
  std::unique_lock<std::mutex> guard(m, std::defer_lock);
  ++n;  // RACE
  guard.lock();
  ++n;
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
