// OPTIONS: O=2 locks=2 headline
// A project's own lock class, inlined away: the evidence is still in this file.
#include <cstdio>

#include "live.hpp"
#include "wrapped_lock.hpp"

WrappedLock a;
WrappedLock b;

void forth() {
  WrappedGuard first(a);
  WrappedGuard second(b);  // DEADLOCK
}

void back() {
  WrappedGuard first(b);
  WrappedGuard second(a);  // DEADLOCK
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
