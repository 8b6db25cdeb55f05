// new, delete, new at the same address: other locks, other roles.
#include <cstdint>
#include <cstdio>
#include <memory>
#include <mutex>

#include "live.hpp"

struct Pair {
  std::mutex one;
  std::mutex two;
};

void take(std::mutex& outer, std::mutex& inner) {
  std::lock_guard first(outer);
  std::lock_guard second(inner);  // NODEADLOCK
}

int main() {
  Partner partner;
  auto pair = std::make_unique<Pair>();
  const auto before = reinterpret_cast<std::uintptr_t>(pair.get());
  take(pair->one, pair->two);
  partner.run([&] { take(pair->one, pair->two); });
  pair.reset();
  pair = std::make_unique<Pair>();
  const bool same = before == reinterpret_cast<std::uintptr_t>(pair.get());
  take(pair->two, pair->one);
  partner.run([&] { take(pair->two, pair->one); });
  std::puts(same ? "same address" : "the addresses differ: this program tests nothing");
  return same ? 0 : 1;
}
