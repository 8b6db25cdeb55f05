// The guard that adopted the lock gives it back at the end of its block.
#include <mutex>
#include <thread>

std::mutex m;
int n;

void work() {
  m.lock();
  {
    std::lock_guard<std::mutex> guard(m, std::adopt_lock);
    ++n;
  }
  ++n;  // RACE
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
