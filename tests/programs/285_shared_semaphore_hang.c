// OPTIONS: processes=2
// Parent and child both wait for a semaphore in shared memory, which nobody else can post.
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
    sem_wait(shared);  // HANG(GD202)
    _exit(0);
  }
  sem_wait(shared);  // HANG(GD202)
  wait(0);
  puts("done");
}
