// OPTIONS: processes=3
// Two processes take the locks of two files in opposite order.
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

static void takeBoth(const char* first, const char* second, int ready, int go) {
  int a = open(first, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  int b = open(second, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  char word = 'x';
  flock(a, LOCK_EX);
  if (write(ready, &word, 1) != 1 || read(go, &word, 1) != 1) _exit(1);
  flock(b, LOCK_EX);  // HANG(GD204)
  _exit(0);
}

int main(void) {
  int ready[2];
  int go[2];
  char word[2] = "xx";
  if (pipe(ready) != 0 || pipe(go) != 0) return 1;
  if (fork() == 0) takeBoth("accounts.lock", "journal.lock", ready[1], go[0]);
  if (fork() == 0) takeBoth("journal.lock", "accounts.lock", ready[1], go[0]);
  if (read(ready[0], word, 1) != 1 || read(ready[0], word, 1) != 1) return 1;
  if (write(go[1], word, 2) != 2) return 1;
  while (wait(NULL) > 0) continue;
  return 0;
}
