// A barrier in shared memory for two processes; one comes late.
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

int main(void) {
  pthread_barrier_t* phase =
      mmap(0, sizeof *phase, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pthread_barrierattr_t kind;
  pthread_barrierattr_init(&kind);
  pthread_barrierattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  pthread_barrier_init(phase, &kind, 2);
  const pid_t child = fork();
  if (child == 0) linger(1500);
  pthread_barrier_wait(phase);  // NODEADLOCK
  if (child == 0) _exit(0);
  wait(0);
  puts("done");
}
