// OPTIONS: locks=2 processes=2
// Two grandchildren wait for each other's mutex, while the parent works on.
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

static struct shared {
  pthread_mutex_t a;
  pthread_mutex_t b;
  int arrived;
} * shared;

static void make(pthread_mutex_t* mutex) {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(mutex, &kind);
}

static void forth(void) {
  pthread_mutex_lock(&shared->a);
  meet(&shared->arrived, 2);
  pthread_mutex_lock(&shared->b);  // HANG
  pthread_mutex_unlock(&shared->b);
  pthread_mutex_unlock(&shared->a);
}

static void back(void) {
  pthread_mutex_lock(&shared->b);
  meet(&shared->arrived, 2);
  pthread_mutex_lock(&shared->a);  // HANG
  pthread_mutex_unlock(&shared->a);
  pthread_mutex_unlock(&shared->b);
}

static void child(void) {
  if (fork() == 0) {
    back();
    _exit(0);
  }
  if (fork() == 0) {
    forth();
    _exit(0);
  }
  while (wait(0) > 0) {
  }
}

int main(void) {
  shared = mmap(0, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  make(&shared->a);
  make(&shared->b);
  if (fork() == 0) {
    child();
    _exit(0);
  }
  while (waitpid(-1, 0, WNOHANG) == 0) linger(10);
  puts("done");
}
