// The access stands behind the branch that holds the lock.
#include <chrono>
#include <mutex>
#include <thread>

std::timed_mutex m;
int n;

void work() {
  if (m.try_lock_for(std::chrono::milliseconds(1))) {
    ++n;
    m.unlock();
  }
  ++n;  // RACE
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
