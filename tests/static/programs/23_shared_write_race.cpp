// Both write under the lock, but shared.
#include <shared_mutex>
#include <thread>

std::shared_mutex m;
int n;

void work() {
  std::shared_lock<std::shared_mutex> guard(m);
  ++n;  // RACE(GD402)
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
