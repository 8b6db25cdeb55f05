// The parent waits for the end of its child, which waits for a mutex in shared memory; a thread of
// the parent gives it up after a long time.
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

static struct shared {
  pthread_mutex_t accounts;
  int arrived;
} * shared;

static void use(void) {
  pthread_mutex_lock(&shared->accounts);
  meet(&shared->arrived, 2);
  linger(1500);
  pthread_mutex_unlock(&shared->accounts);
}

int main(void) {
  shared = mmap(0, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(&shared->accounts, &kind);
  const pid_t child = fork();
  if (child == 0) {
    meet(&shared->arrived, 2);
    pthread_mutex_lock(&shared->accounts);  // NODEADLOCK
    pthread_mutex_unlock(&shared->accounts);
    _exit(0);
  }
  const pthread_t user = start(use);
  waitpid(child, 0, 0);
  pthread_join(user, 0);
  puts("done");
}
