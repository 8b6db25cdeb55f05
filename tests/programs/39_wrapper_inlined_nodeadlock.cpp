// OPTIONS: O=2
// A project's own lock class under a gate lock, inlined away.
#include <cstdio>

#include "live.hpp"
#include "wrapped_lock.hpp"

WrappedLock gate;
WrappedLock a;
WrappedLock b;

void forth() {
  WrappedGuard guard(gate);
  WrappedGuard first(a);
  WrappedGuard second(b);  // NODEADLOCK(gate lock)
}

void back() {
  WrappedGuard guard(gate);
  WrappedGuard first(b);
  WrappedGuard second(a);  // NODEADLOCK(gate lock)
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
