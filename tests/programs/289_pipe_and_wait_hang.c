// The parent waits for a child that writes more into a pipe than fits: nobody reads it.
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
      if (write(ends[1], block, sizeof block) < 0) _exit(1);  // HANG(GD203)
    }
    _exit(0);
  }
  close(ends[1]);
  waitpid(child, 0, 0);  // HANG(GD203)
  puts("done");
}
