// FLAGS: -std=c++20
// How branches are decided: flags, negations, comparisons, switches.
#include <errno.h>
#include <pthread.h>

#include <mutex>

std::mutex a, b;
pthread_mutex_t raw;
int shared;

void flags(bool wanted) {
  if (wanted) a.lock();
  ++shared;
  if (wanted) a.unlock();
}

bool tries() {
  bool failed = !a.try_lock();
  if (failed) return false;
  a.unlock();
  const bool got = pthread_mutex_trylock(&raw) == 0;
  if (!got) return false;
  const bool isBusy = pthread_mutex_trylock(&raw) != EBUSY;
  if (isBusy) return true;
  return true;
}

void both() {
  const bool locked = a.try_lock() && b.try_lock();
  if (locked) shared = 1;
  if (a.try_lock() && !b.try_lock()) shared = 2;
  if (!(a.try_lock() || b.try_lock())) shared = 3;
  bool mixed = (a.try_lock() && b.try_lock()) || shared;
  shared = mixed;
}

int chooses(int n, int* p) {
  int result = n > 5 ? 1 : 2;
  if (p == nullptr) return 0;
  if (n < 3 || n >= 10) return 1;
  if (3 <= n) result = 4;
  switch (n) {
    case 1:
    case 2:
      return 5;
    case 3:
      result = 6;
      [[fallthrough]];
    case 4 ... 6:
      ++result;
      break;
    default:
      result = 7;
  }
  do {
    --n;
  } while (n);
  while (int left = n - 1) {
    shared = left;
    n = left;
  }
  for (;;) {
    if (shared) break;
  }
  if (__builtin_expect(shared == 1, 0)) return 8;
  return result;
}
