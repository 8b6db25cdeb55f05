// Who does not get the lock in time goes without.
#include <chrono>
#include <mutex>
#include <thread>

std::timed_mutex m;
int n;

void add() {
  if (!m.try_lock_for(std::chrono::milliseconds(5))) return;
  ++n;  // NORACE
  m.unlock();
}

int main() {
  std::thread a(add);
  std::thread b(add);
  a.join();
  b.join();
}
