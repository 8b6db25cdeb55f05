// A lock of the program's own making is given up by a thread that does not have it, another one is
// still held where the program says that nothing is.
#include <stdio.h>

#include <gordian/annotations.h>

#include "live.h"

static char token;
static char gate;

static void take(void) {
  GORDIAN_LOCK_BEFORE(&token, GORDIAN_EXCLUSIVE);
  GORDIAN_LOCK_ACQUIRED(&token, GORDIAN_EXCLUSIVE);
}

static void give(void) {
  GORDIAN_LOCK_RELEASED(&token);  // GD301
  GORDIAN_LOCK_BEFORE(&gate, GORDIAN_EXCLUSIVE);
  GORDIAN_LOCK_ACQUIRED(&gate, GORDIAN_EXCLUSIVE);
  GORDIAN_ASSERT_NO_LOCKS_HELD();  // GD304
  GORDIAN_LOCK_RELEASED(&gate);
}

int main(void) {
  run_live(take, give);
  puts("done");
}
