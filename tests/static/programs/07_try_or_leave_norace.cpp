// Without the lock the function returns.
#include <chrono>
#include <mutex>
#include <thread>

std::timed_mutex m;
int n;

void work() {
  std::unique_lock<std::timed_mutex> guard(m, std::chrono::milliseconds(1));
  if (!guard) return;
  ++n;  // NORACE
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
