// Two once routines, one of which needs the other's result.
#include <cstdio>
#include <mutex>
#include <thread>

#include "meet.h"

std::once_flag first;
std::once_flag second;
int arrived = 0;

void setUpSecond();

void setUpFirst() {
  meet(&arrived, 2);
  std::call_once(second, setUpSecond);  // NODEADLOCK
}

void setUpSecond() {
  meet(&arrived, 2);
  be_slow();
}

int main() {
  std::thread one([] { std::call_once(first, setUpFirst); });
  std::thread two([] { std::call_once(second, setUpSecond); });
  one.join();
  two.join();
  std::puts("done");
}
