// Parent and child read locks in shared memory; one writes when the other is done.
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

static struct shared {
  pthread_rwlock_t a;
  pthread_rwlock_t b;
  int arrived;
} * shared;

static void move(pthread_rwlock_t* from, pthread_rwlock_t* to) {
  pthread_rwlock_rdlock(from);
  meet(&shared->arrived, 2);
  be_slow();
  pthread_rwlock_unlock(from);
  pthread_rwlock_wrlock(to);  // NODEADLOCK
  pthread_rwlock_unlock(to);
}

int main(void) {
  pthread_rwlockattr_t kind;
  shared = mmap(0, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pthread_rwlockattr_init(&kind);
  pthread_rwlockattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  pthread_rwlock_init(&shared->a, &kind);
  pthread_rwlock_init(&shared->b, &kind);
  if (fork() == 0) {
    move(&shared->a, &shared->b);
    _exit(0);
  }
  move(&shared->b, &shared->a);
  wait(0);
  puts("done");
}
