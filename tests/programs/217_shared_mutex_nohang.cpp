// std::shared_mutex: slow readers together, then writers one after the other.
#include <cstdio>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "meet.h"

std::shared_mutex a;
std::shared_mutex b;
int arrived = 0;

void move(std::shared_mutex& from, std::shared_mutex& to) {
  {
    std::shared_lock reading(from);
    meet(&arrived, 2);
    be_slow();
  }
  std::unique_lock writing(to);  // NODEADLOCK
  linger(300);
}

int main() {
  std::thread one([] { move(a, b); });
  std::thread two([] { move(a, b); });
  one.join();
  two.join();
  std::puts("done");
}
