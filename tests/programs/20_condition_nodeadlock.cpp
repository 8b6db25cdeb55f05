// The outer lock has been released before the wait.
#include <condition_variable>
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex outer;
std::mutex m;
std::condition_variable changed;
bool ready = false;
Steps steps;

void waiter() {
  std::unique_lock lock(m);
  { std::lock_guard held(outer); }
  steps.reach(1);
  while (!ready) changed.wait(lock);  // NODEADLOCK
}

void waker() {
  steps.await(1);
  {
    std::lock_guard lock(m);
    ready = true;
  }
  changed.notify_one();
}

void nested() {
  std::lock_guard first(m);
  std::lock_guard second(outer);
}

int main() {
  std::thread waiting(waiter);
  std::thread other([] {
    steps.await(2);
    nested();
  });
  waker();
  steps.reach(2);
  waiting.join();
  other.join();
  std::puts("done");
}
