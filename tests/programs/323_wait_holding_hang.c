// OPTIONS: processes=2
// The parent waits for the end of its child and holds the mutex in shared memory that the child
// needs.
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

static pthread_mutex_t* accounts;

int main(void) {
  accounts = mmap(0, sizeof *accounts, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(accounts, &kind);
  pthread_mutex_lock(accounts);
  if (fork() == 0) {
    pthread_mutex_lock(accounts);  // HANG(GD203)
    pthread_mutex_unlock(accounts);
    _exit(0);
  }
  wait(0);  // HANG(GD203)
  pthread_mutex_unlock(accounts);
  puts("done");
}
