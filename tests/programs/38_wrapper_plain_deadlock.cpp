// OPTIONS: O=0 locks=2 headline
// A project's own lock class, not optimised: the evidence is in this file, not in the wrapper's.
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
