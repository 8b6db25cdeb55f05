// The parent reads what the child writes, slowly, and then waits for it.
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

static char block[4096];

int main(void) {
  int ends[2];
  if (pipe(ends) != 0) return 1;
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    for (int i = 0; i < 50; ++i) {
      if (write(ends[1], block, sizeof block) < 0) _exit(1);  // NODEADLOCK
    }
    _exit(0);
  }
  close(ends[1]);
  be_slow();
  while (read(ends[0], block, sizeof block) > 0) {
  }
  waitpid(child, 0, 0);
  puts("done");
}
