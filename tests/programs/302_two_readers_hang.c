// OPTIONS: processes=2
// Two processes wait for the other one's first word.
#include <sys/wait.h>
#include <unistd.h>

static void talk(int from, int to) {
  char word;
  if (read(from, &word, 1) != 1) _exit(1);  // HANG(GD203)
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
    talk(there[0], back[1]);
    _exit(0);
  }
  close(there[0]);
  close(back[1]);
  talk(back[0], there[1]);
  waitpid(child, NULL, 0);
  return 0;
}
