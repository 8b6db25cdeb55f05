// OPTIONS: processes=2
// The child reads to the end of a pipe that it could write to itself: the end never comes.
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  int ends[2];
  if (pipe(ends) != 0) return 1;
  pid_t child = fork();
  if (child == 0) {
    char part[64];
    while (read(ends[0], part, sizeof part) > 0) continue;  // HANG(GD203)
    _exit(0);
  }
  if (write(ends[1], "work", 4) != 4) return 1;
  close(ends[1]);
  waitpid(child, NULL, 0);
  return 0;
}
