// A writer that wants to read its own lock is refused by the C library, and goes on.
#include <cstdio>
#include <mutex>
#include <shared_mutex>
#include <system_error>

#include "meet.h"

std::shared_mutex table;

int main() {
  std::unique_lock writing(table);
  be_slow();
  try {
    std::shared_lock reading(table);  // NODEADLOCK
  } catch (const std::system_error&) {
    std::puts("refused");
  }
  std::puts("done");
}
