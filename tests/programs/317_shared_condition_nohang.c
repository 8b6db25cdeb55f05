// The child waits long on a condition in shared memory, until its parent signals.
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

static struct shared {
  pthread_mutex_t mutex;
  pthread_cond_t ready;
  int isReady;
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
  pthread_cond_init(&shared->ready, &kindOfCondition);
}

int main(void) {
  make();
  if (fork() == 0) {
    pthread_mutex_lock(&shared->mutex);
    while (!shared->isReady) pthread_cond_wait(&shared->ready, &shared->mutex);  // NODEADLOCK
    pthread_mutex_unlock(&shared->mutex);
    _exit(0);
  }
  linger(1500);
  pthread_mutex_lock(&shared->mutex);
  shared->isReady = 1;
  pthread_cond_signal(&shared->ready);
  pthread_mutex_unlock(&shared->mutex);
  wait(0);
  puts("done");
}
