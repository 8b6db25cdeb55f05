// A deferred guard that is locked, let go and locked again.
#include <mutex>
#include <thread>

std::mutex m;
int n;

void work() {
  std::unique_lock<std::mutex> guard(m, std::defer_lock);
  guard.lock();
  ++n;  // NORACE
  guard.unlock();
  std::this_thread::yield();
  guard.lock();
  ++n;
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
