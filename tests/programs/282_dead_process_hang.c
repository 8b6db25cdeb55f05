// A child ends while it holds a mutex in shared memory; the parent waits for it.
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

int main(void) {
  pthread_mutex_t* shared =
      mmap(0, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(shared, &kind);
  if (fork() == 0) {
    pthread_mutex_lock(shared);
    _exit(0);
  }
  wait(0);
  pthread_mutex_lock(shared);  // HANG(GD205)
  pthread_mutex_unlock(shared);
  puts("done");
}
