// The parent waits for a semaphore in shared memory, which the child posts late.
#include <semaphore.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

int main(void) {
  sem_t* shared =
      mmap(0, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  sem_init(shared, 1, 0);
  if (fork() == 0) {
    be_slow();
    sem_post(shared);
    _exit(0);
  }
  sem_wait(shared);  // NODEADLOCK
  wait(0);
  puts("done");
}
