// The lock goes with the guard that it was moved to.
#include <mutex>
#include <thread>

std::mutex m;
int n;

void work() {
  std::unique_lock<std::mutex> first(m);
  std::unique_lock<std::mutex> second(std::move(first));
  ++n;  // NORACE
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
