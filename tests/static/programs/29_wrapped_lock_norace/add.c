#include "lock.h"

void* add(void* unused) {
  lockAll();
  ++total;
  unlockAll();
  return unused;
}
