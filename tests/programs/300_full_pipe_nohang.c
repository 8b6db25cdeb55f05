// The parent reads to the end, then waits.
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { kMuch = 1 << 20 };

static void say(int to) {
  char* text = malloc(kMuch);
  memset(text, 'x', kMuch);
  if (write(to, text, kMuch) != kMuch) _exit(1);  // NODEADLOCK
  _exit(0);
}

int main(void) {
  int ends[2];
  if (pipe(ends) != 0) return 1;
  pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    say(ends[1]);
  }
  close(ends[1]);
  // Long enough for the pipe to be full and the child to stand still.
  nanosleep(&(struct timespec){2, 0}, NULL);
  char part[4096];
  while (read(ends[0], part, sizeof part) > 0) continue;
  waitpid(child, NULL, 0);
  return 0;
}
