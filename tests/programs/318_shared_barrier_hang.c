// OPTIONS: processes=2
// A barrier in shared memory for three processes, of which there are only two.
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
  pthread_barrier_init(phase, &kind, 3);
  const pid_t child = fork();
  pthread_barrier_wait(phase);  // HANG(GD202)
  if (child == 0) _exit(0);
  wait(0);
  puts("done");
}
