// OPTIONS: locks=4
// A ring through a mutex, a reader-writer lock, a spin lock and a recursive mutex.
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
  std::lock_guard outer(first);
  meet(&arrived, 4);
  std::lock_guard inner(second);  // HANG
}

int main() {
  std::thread one([] { nest(plain, table); });
  std::thread two([] { nest(table, counter); });
  std::thread three([] { nest(counter, tree); });
  std::thread four([] { nest(tree, plain); });
  for (std::thread* thread : {&one, &two, &three, &four}) thread->join();
  std::puts("done");
}
