// STATUS: 3
// Errors are told; what the compiler understood is there.
#include <mutex>
#include "missing.h"
std::mutex m;
int n;  // gordian: allow(GD401) only a statistic
void good() { std::lock_guard l(m); ++n; }
void bad() { std::lock_guard l(m); undefinedThing(n); Missing x; x.foo(); }
void good2() { ++n; }
