// The eighth thread takes its two locks in ascending order.
#include <algorithm>
#include <array>
#include <cstdio>
#include <mutex>

#include "live.hpp"

constexpr std::size_t kSize = 8;
std::array<std::mutex, kSize> ring;

void pair(std::size_t one) {
  const std::size_t other = (one + 1) % kSize;
  std::lock_guard first(ring[std::min(one, other)]);
  std::lock_guard second(ring[std::max(one, other)]);  // NODEADLOCK
}

int main() {
  std::vector<std::function<void()>> roles;
  for (std::size_t i = 0; i < kSize; ++i) roles.push_back([i] { pair(i); });
  runLive(roles);
  std::puts("done");
}
