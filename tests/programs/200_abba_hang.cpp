// OPTIONS: locks=2
// Two threads, each with one lock, each wait for the other's.
#include <cstdio>
#include <mutex>
#include <thread>

#include "meet.h"

std::mutex a;
std::mutex b;
int arrived = 0;

void forth() {
  std::lock_guard first(a);
  meet(&arrived, 2);
  std::lock_guard second(b);  // HANG
}

void back() {
  std::lock_guard first(b);
  meet(&arrived, 2);
  std::lock_guard second(a);  // HANG
}

int main() {
  std::thread one(forth);
  std::thread two(back);
  one.join();
  two.join();
  std::puts("done");
}
