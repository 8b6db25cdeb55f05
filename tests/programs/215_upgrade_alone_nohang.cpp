// A writer that only tries to read its own lock does not get it, and goes on.
#include <cstdio>
#include <mutex>
#include <shared_mutex>

#include "meet.h"

std::shared_mutex table;

int main() {
  std::unique_lock writing(table);
  be_slow();
  std::shared_lock reading(table, std::try_to_lock);  // NODEADLOCK
  if (!reading) std::puts("refused");
  std::puts("done");
}
