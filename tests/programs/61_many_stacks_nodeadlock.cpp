// Many ways, one order.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;

template <int N>
[[gnu::noinline]] void pair(std::mutex& outer, std::mutex& inner) {
  if constexpr (N > 0) pair<N - 1>(outer, inner);
  std::lock_guard first(outer);
  std::lock_guard second(inner);  // NODEADLOCK
}

int main() {
  const auto forth = [] { pair<9>(a, b); };
  runLive({forth, forth, forth, forth});
  std::puts("done");
}
