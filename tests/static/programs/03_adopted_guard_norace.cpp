// The guard adopts a lock that was taken by hand.
#include <mutex>
#include <thread>

std::mutex m;
int n;

void work() {
  m.lock();
  std::lock_guard<std::mutex> guard(m, std::adopt_lock);
  ++n;  // NORACE
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
