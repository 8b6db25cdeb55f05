// OPTIONS: processes=2
// The parent waits for the end of its child before it reads what the child has to say.
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { kMuch = 1 << 20 };

static void say(int to) {
  char* text = malloc(kMuch);
  memset(text, 'x', kMuch);
  if (write(to, text, kMuch) != kMuch) _exit(1);  // HANG(GD203)
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
  waitpid(child, NULL, 0);
  char part[4096];
  while (read(ends[0], part, sizeof part) > 0) continue;
  return 0;
}
