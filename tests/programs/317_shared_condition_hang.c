// OPTIONS: processes=2
// Parent and child wait on conditions in shared memory, each for the other to signal first.
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

static struct shared {
  pthread_mutex_t mutex;
  pthread_cond_t forth;
  pthread_cond_t back;
} * shared;

static void make(void) {
  pthread_mutexattr_t kind;
  pthread_condattr_t kindOfCondition;
  shared = mmap(0, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(&shared->mutex, &kind);
  pthread_condattr_init(&kindOfCondition);
  pthread_condattr_setpshared(&kindOfCondition, PTHREAD_PROCESS_SHARED);
  pthread_cond_init(&shared->forth, &kindOfCondition);
  pthread_cond_init(&shared->back, &kindOfCondition);
}

static void await(pthread_cond_t* first, pthread_cond_t* then) {
  pthread_mutex_lock(&shared->mutex);
  pthread_cond_wait(first, &shared->mutex);  // HANG(GD202)
  pthread_cond_signal(then);
  pthread_mutex_unlock(&shared->mutex);
}

int main(void) {
  make();
  if (fork() == 0) {
    await(&shared->forth, &shared->back);
    _exit(0);
  }
  await(&shared->back, &shared->forth);
  wait(0);
  puts("done");
}
