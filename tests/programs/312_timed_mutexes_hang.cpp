// OPTIONS: locks=2 threads=3
// std::timed_mutex and std::recursive_timed_mutex, in opposite order and without a time limit.
#include <cstdio>
#include <mutex>
#include <thread>

#include "meet.h"

std::timed_mutex journal;
std::recursive_timed_mutex table;
int arrived = 0;

int main() {
  std::thread one([] {
    std::lock_guard first(journal);
    meet(&arrived, 2);
    std::lock_guard second(table);  // HANG
  });
  std::thread two([] {
    std::lock_guard first(table);
    std::lock_guard again(table);
    meet(&arrived, 2);
    std::lock_guard second(journal);  // HANG
  });
  one.join();
  two.join();
  std::puts("done");
}
