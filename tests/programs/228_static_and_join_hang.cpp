// The initialisation of a static joins a thread that uses the same static.
#include <cstdio>
#include <thread>

struct Service;
Service& service();

struct Service {
  Service() {
    std::thread warmUp([] { service(); });
    warmUp.join();  // HANG
  }
};

Service& service() {
  static Service only;  // HANG
  return only;
}

int main() {
  service();
  std::puts("done");
}
