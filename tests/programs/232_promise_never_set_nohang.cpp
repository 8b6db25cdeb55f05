// A promise that a thread sets late; another is abandoned, which its future hears.
#include <cstdio>
#include <future>
#include <thread>

#include "meet.h"

int main() {
  std::promise<int> promise;
  std::thread worker([&promise] {
    be_slow();
    promise.set_value(1);
  });
  promise.get_future().get();  // NODEADLOCK
  worker.join();
  auto abandoned = std::promise<int>().get_future();
  try {
    abandoned.get();
  } catch (const std::future_error&) {
    std::puts("abandoned");
  }
  std::puts("done");
}
