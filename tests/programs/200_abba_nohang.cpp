// The same order in both threads: the second waits long, and gets its turn.
#include <cstdio>
#include <mutex>
#include <thread>

#include "meet.h"

std::mutex a;
std::mutex b;
int arrived = 0;

void both() {
  meet(&arrived, 2);
  std::lock_guard first(a);  // NODEADLOCK
  std::lock_guard second(b);
  be_slow();
}

int main() {
  std::thread one(both);
  std::thread two(both);
  one.join();
  two.join();
  std::puts("done");
}
