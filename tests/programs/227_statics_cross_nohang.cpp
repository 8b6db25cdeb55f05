// Two functions' statics: the initialisation of one is slow, and the other needs it.
#include <cstdio>
#include <thread>

#include "meet.h"

int arrived = 0;

int volume();

int engine() {
  static const int made = [] {
    meet(&arrived, 2);
    return volume() + 1;
  }();
  return made;
}

int volume() {
  static const int made = [] {  // NODEADLOCK
    meet(&arrived, 2);
    be_slow();
    return 1;
  }();
  return made;
}

int main() {
  std::thread one([] { engine(); });
  std::thread two([] { volume(); });
  one.join();
  two.join();
  std::puts("done");
}
