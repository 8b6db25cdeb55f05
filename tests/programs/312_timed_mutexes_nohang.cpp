// std::timed_mutex and std::recursive_timed_mutex in one order; one thread keeps both for long.
#include <cstdio>
#include <mutex>
#include <thread>

#include "meet.h"

std::timed_mutex journal;
std::recursive_timed_mutex table;
int arrived = 0;

void work() {
  meet(&arrived, 2);
  std::lock_guard first(journal);  // NODEADLOCK
  std::lock_guard second(table);
  std::lock_guard again(table);
  linger(1500);
}

int main() {
  std::thread one(work);
  std::thread two(work);
  one.join();
  two.join();
  std::puts("done");
}
