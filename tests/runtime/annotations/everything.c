// Every annotation, in C and in C++, without the runtime: nothing happens.
#include <gordian/annotations.h>

int main(void) {
  char lock = 0;
  char other = 0;
  GORDIAN_NAME_LOCK(&lock, "lock");
  GORDIAN_NAME_THREAD("thread");
  GORDIAN_LOCK_CREATE(&lock, "lock", GORDIAN_READERS | GORDIAN_REENTRANT);
  GORDIAN_LOCK_BEFORE(&lock, GORDIAN_EXCLUSIVE);
  GORDIAN_LOCK_ACQUIRED(&lock, GORDIAN_SHARED | GORDIAN_TIMED | GORDIAN_TRY);
  GORDIAN_LOCK_FAILED(&lock);
  GORDIAN_LOCK_RELEASED(&lock);
  GORDIAN_LOCK_DESTROY(&lock);
  GORDIAN_PUBLISH(&lock, sizeof lock);
  GORDIAN_RANK(&lock, 20);
  GORDIAN_NEVER_TOGETHER(&lock, &other);
  GORDIAN_QUIET_BEGIN();
  GORDIAN_QUIET_END();
  return GORDIAN_ASSERT_NO_LOCKS_HELD();
}
