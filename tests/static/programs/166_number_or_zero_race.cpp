// A number that is 0 on one way is not what it is on the other: the lock is not always held.
#include <mutex>
#include <thread>

std::mutex m;
int count = 0;

void add(int wanted, bool mustLock) {
  int has = 0;
  if (mustLock) has = wanted;  // else 0
  if (has > 0) m.lock();
  if (wanted > 0) ++count;  // RACE
  if (has > 0) m.unlock();
}

int main() {
  std::thread one(add, 2, true);
  std::thread other(add, 1, false);
  one.join();
  other.join();
}
