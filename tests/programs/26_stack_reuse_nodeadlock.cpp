// Two functions, one after the other, have their locks at the same stack addresses.
#include <cstdint>
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::uintptr_t seen = 0;

void take(std::mutex& outer, std::mutex& inner) {
  std::lock_guard first(outer);
  std::lock_guard second(inner);  // NODEADLOCK
}

[[gnu::noinline]] bool ascending(Partner& partner) {
  std::mutex locks[2];
  take(locks[0], locks[1]);
  partner.run([&] { take(locks[0], locks[1]); });
  seen = reinterpret_cast<std::uintptr_t>(locks);
  return true;
}

[[gnu::noinline]] bool descending(Partner& partner) {
  std::mutex locks[2];
  take(locks[1], locks[0]);
  partner.run([&] { take(locks[1], locks[0]); });
  return seen == reinterpret_cast<std::uintptr_t>(locks);
}

int main() {
  Partner partner;
  const bool same = ascending(partner) && descending(partner);
  std::puts(same ? "same address" : "the addresses differ: this program tests nothing");
  return same ? 0 : 1;
}
