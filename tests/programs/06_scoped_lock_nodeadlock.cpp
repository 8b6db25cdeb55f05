// scoped_lock backs off: the order of its arguments does not matter.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;

void forth() {
  std::scoped_lock both(a, b);  // NODEADLOCK(trylock)
}

void back() {
  std::scoped_lock both(b, a);  // NODEADLOCK(trylock)
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
