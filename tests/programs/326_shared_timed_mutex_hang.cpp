// OPTIONS: locks=1 threads=3
// Two readers of a std::shared_timed_mutex want to write.
#include <cstdio>
#include <shared_mutex>
#include <thread>

#include "meet.h"

std::shared_timed_mutex table;
int arrived = 0;

void upgrade() {
  std::shared_lock reading(table);
  meet(&arrived, 2);
  table.lock();  // HANG
  table.unlock();
}

int main() {
  std::thread one(upgrade);
  std::thread two(upgrade);
  one.join();
  two.join();
  std::puts("done");
}
