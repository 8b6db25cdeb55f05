// The initialisation of a static joins a thread that is slow, and does not use it.
#include <cstdio>
#include <thread>

#include "meet.h"

struct Service;
Service& service();

struct Service {
  Service() {
    std::thread warmUp([] { be_slow(); });
    warmUp.join();  // NODEADLOCK
  }
};

Service& service() {
  static Service only;
  return only;
}

int main() {
  service();
  std::puts("done");
}
