// Whether the lock was got in time is asked by nobody.
#include <chrono>
#include <mutex>
#include <thread>

std::timed_mutex m;
int n;

void add() {
  m.try_lock_for(std::chrono::milliseconds(5));
  ++n;         // RACE
  m.unlock();  // MISUSE(GD404)
}

int main() {
  std::thread a(add);
  std::thread b(add);
  a.join();
  b.join();
}
