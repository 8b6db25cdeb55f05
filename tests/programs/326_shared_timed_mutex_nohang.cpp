// A reader of a std::shared_timed_mutex gives it up before it asks to write; another one reads
// long.
#include <cstdio>
#include <shared_mutex>
#include <thread>

#include "meet.h"

std::shared_timed_mutex table;
int arrived = 0;

int main() {
  std::thread reader([] {
    std::shared_lock reading(table);
    meet(&arrived, 2);
    linger(1500);
  });
  std::thread writer([] {
    { std::shared_lock reading(table); }
    meet(&arrived, 2);
    std::lock_guard writing(table);  // NODEADLOCK
  });
  reader.join();
  writer.join();
  std::puts("done");
}
