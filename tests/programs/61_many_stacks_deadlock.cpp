// OPTIONS: locks=2
// One cycle, reached by many ways: one finding.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;

template <int N>
[[gnu::noinline]] void pair(std::mutex& outer, std::mutex& inner) {
  if constexpr (N > 0) pair<N - 1>(outer, inner);
  std::lock_guard first(outer);
  std::lock_guard second(inner);  // DEADLOCK
}

int main() {
  const auto forth = [] { pair<9>(a, b); };
  const auto back = [] { pair<9>(b, a); };
  runLive({forth, back, forth, back});
  std::puts("done");
}
