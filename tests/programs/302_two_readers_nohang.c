// One of two processes begins, after a while.
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void answer(int from, int to) {
  char word;
  if (read(from, &word, 1) != 1) _exit(1);  // NODEADLOCK
  if (write(to, &word, 1) != 1) _exit(1);
}

int main(void) {
  int there[2];
  int back[2];
  if (pipe(there) != 0 || pipe(back) != 0) return 1;
  pid_t child = fork();
  if (child == 0) {
    close(there[1]);
    close(back[0]);
    answer(there[0], back[1]);
    _exit(0);
  }
  close(there[0]);
  close(back[1]);
  nanosleep(&(struct timespec){1, 500000000}, NULL);
  char word = 'x';
  if (write(there[1], &word, 1) != 1 || read(back[0], &word, 1) != 1) return 1;
  waitpid(child, NULL, 0);
  return 0;
}
