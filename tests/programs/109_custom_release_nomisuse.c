// The same with nothing wrong: tries, failures, shared and reentrant holds, and a new life.
#include <stdio.h>

#include <gordian/annotations.h>

#include "live.h"

static char token;

static void use(void) {
  GORDIAN_LOCK_CREATE(&token, "token", GORDIAN_READERS | GORDIAN_REENTRANT);
  GORDIAN_RANK(&token, 10);
  GORDIAN_LOCK_BEFORE(&token, GORDIAN_SHARED);
  GORDIAN_LOCK_FAILED(&token);
  GORDIAN_LOCK_ACQUIRED(&token, GORDIAN_SHARED | GORDIAN_TRY);
  GORDIAN_LOCK_BEFORE(&token, GORDIAN_SHARED);
  GORDIAN_LOCK_ACQUIRED(&token, GORDIAN_SHARED);
  GORDIAN_LOCK_RELEASED(&token);
  GORDIAN_LOCK_RELEASED(&token);
  GORDIAN_ASSERT_NO_LOCKS_HELD();
  GORDIAN_LOCK_DESTROY(&token);
}

int main(void) {
  GORDIAN_PUBLISH(&token, sizeof token);
  GORDIAN_NEVER_TOGETHER(&token, main);
  run_live(use, use);
  puts("done");  // NODEADLOCK
}
