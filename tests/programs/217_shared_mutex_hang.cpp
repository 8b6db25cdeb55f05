// OPTIONS: locks=2
// std::shared_mutex: a reader of each wants to write the other's.
#include <cstdio>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "meet.h"

std::shared_mutex a;
std::shared_mutex b;
int arrived = 0;

void move(std::shared_mutex& from, std::shared_mutex& to) {
  std::shared_lock reading(from);
  meet(&arrived, 2);
  std::unique_lock writing(to);  // HANG
}

int main() {
  std::thread one([] { move(a, b); });
  std::thread two([] { move(b, a); });
  one.join();
  two.join();
  std::puts("done");
}
