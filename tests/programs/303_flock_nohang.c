// Two processes take the locks of two files in the same order; one waits long for the other.
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void takeBoth(const char* first, const char* second) {
  int a = open(first, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  int b = open(second, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  flock(a, LOCK_EX);  // NODEADLOCK
  nanosleep(&(struct timespec){1, 500000000}, NULL);
  flock(b, LOCK_EX);
  _exit(0);
}

int main(void) {
  if (fork() == 0) takeBoth("accounts.lock", "journal.lock");
  if (fork() == 0) takeBoth("accounts.lock", "journal.lock");
  while (wait(NULL) > 0) continue;
  return 0;
}
