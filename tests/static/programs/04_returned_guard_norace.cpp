// A function locks and returns the guard; the caller keeps it.
#include <mutex>
#include <thread>

std::mutex m;
int n;

std::unique_lock<std::mutex> hold() {
  std::unique_lock<std::mutex> guard(m);
  return guard;
}

void work() {
  auto guard = hold();
  ++n;  // NORACE
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
