// The child closes the end that it does not use.
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(void) {
  int ends[2];
  if (pipe(ends) != 0) return 1;
  pid_t child = fork();
  if (child == 0) {
    close(ends[1]);
    char part[64];
    while (read(ends[0], part, sizeof part) > 0) continue;  // NODEADLOCK
    _exit(0);
  }
  nanosleep(&(struct timespec){1, 500000000}, NULL);
  if (write(ends[1], "work", 4) != 4) return 1;
  close(ends[1]);
  waitpid(child, NULL, 0);
  return 0;
}
