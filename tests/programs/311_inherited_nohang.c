// A process takes a mutex in shared memory, goes on as its own child, as daemons do,
// and gives it up there: the mutex names a thread that is no more all the time.
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

static struct shared {
  pthread_mutex_t mutex;
  int arrived;
} * shared;

int main(void) {
  shared = mmap(0, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(&shared->mutex, &kind);
  const pid_t first = fork();
  if (first == 0) {
    pthread_mutex_lock(&shared->mutex);
    if (fork() == 0) {
      meet(&shared->arrived, 2);
      linger(1500);
      pthread_mutex_unlock(&shared->mutex);
    }
    _exit(0);
  }
  waitpid(first, 0, 0);
  meet(&shared->arrived, 2);
  pthread_mutex_lock(&shared->mutex);  // NODEADLOCK
  pthread_mutex_unlock(&shared->mutex);
  puts("done");
}
