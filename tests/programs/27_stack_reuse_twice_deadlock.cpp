// OPTIONS: locks=2
// The function is called twice; within one call its locks are taken in both orders.
#include <cstdio>
#include <mutex>

#include "live.hpp"

void take(std::mutex& outer, std::mutex& inner) {
  std::lock_guard first(outer);
  std::lock_guard second(inner);  // DEADLOCK
}

[[gnu::noinline]] void step(Partner& partner) {
  std::mutex locks[2];
  take(locks[0], locks[1]);
  partner.run([&] { take(locks[1], locks[0]); });
}

int main() {
  Partner partner;
  step(partner);
  step(partner);
  std::puts("done");
}
