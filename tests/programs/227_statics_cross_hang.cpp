// Two functions' statics, each of which needs the other to be initialised.
#include <cstdio>
#include <thread>

#include "meet.h"

int arrived = 0;

int volume();

int engine() {
  static const int made = [] {
    meet(&arrived, 2);
    return volume() + 1;
  }();  // HANG
  return made;
}

int volume() {
  static const int made = [] {
    meet(&arrived, 2);
    return engine() + 1;
  }();  // HANG
  return made;
}

int main() {
  std::thread one([] { engine(); });
  std::thread two([] { volume(); });
  one.join();
  two.join();
  std::puts("done");
}
