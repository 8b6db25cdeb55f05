// A number that is the same on every way: who counts holds the lock.
#include <mutex>
#include <thread>

std::mutex m;
int count = 0;

void add(int wanted) {
  int has = 0;
  has = wanted;
  if (has > 0) m.lock();
  if (wanted > 0) ++count;  // NORACE
  if (has > 0) m.unlock();
}

int main() {
  std::thread one(add, 2);
  std::thread other(add, 1);
  one.join();
  other.join();
}
