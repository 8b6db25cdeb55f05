// The function given to std::call_once throws; the next thread is the one that does it, slowly.
#include <cstdio>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "meet.h"

std::once_flag flag;
int attempts = 0;

void setUp() {
  be_slow();
  if (++attempts == 1) throw std::runtime_error("not yet");
}

void use() {
  try {
    std::call_once(flag, setUp);  // NODEADLOCK
  } catch (const std::runtime_error&) {
    std::puts("failed");
  }
}

int main() {
  std::thread user(use);
  std::thread other(use);
  other.join();
  user.join();
  std::puts("done");
}
