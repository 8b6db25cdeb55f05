// OPTIONS: locks=8
// Eight threads, eight locks, a ring.
#include <array>
#include <cstdio>
#include <mutex>

#include "live.hpp"

constexpr std::size_t kSize = 8;
std::array<std::mutex, kSize> ring;

void pair(std::size_t outer) {
  std::lock_guard first(ring[outer]);
  std::lock_guard second(ring[(outer + 1) % kSize]);  // DEADLOCK
}

int main() {
  std::vector<std::function<void()>> roles;
  for (std::size_t i = 0; i < kSize; ++i) roles.push_back([i] { pair(i); });
  runLive(roles);
  std::puts("done");
}
