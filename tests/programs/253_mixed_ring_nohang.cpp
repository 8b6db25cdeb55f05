// A mutex, a reader-writer lock, a spin lock and a recursive mutex, always in this order.
#include <cstdio>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "meet.h"

struct Spin {
  Spin() { pthread_spin_init(&word, PTHREAD_PROCESS_PRIVATE); }
  void lock() { pthread_spin_lock(&word); }
  void unlock() { pthread_spin_unlock(&word); }
  pthread_spinlock_t word;
};

std::mutex plain;
std::shared_mutex table;
Spin counter;
std::recursive_mutex tree;
int arrived = 0;

template <typename First, typename Second>
void nest(First& first, Second& second) {
  meet(&arrived, 4);
  std::lock_guard outer(first);
  std::lock_guard inner(second);  // NODEADLOCK
  linger(400);
}

int main() {
  std::thread one([] { nest(plain, table); });
  std::thread two([] { nest(table, counter); });
  std::thread three([] { nest(counter, tree); });
  std::thread four([] { nest(plain, tree); });
  for (std::thread* thread : {&one, &two, &three, &four}) thread->join();
  std::puts("done");
}
