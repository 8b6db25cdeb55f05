// Two processes use flock() and fcntl() on the same files; the kernel keeps the two apart.
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

static int* arrived;

static int make(const char* name) {
  char path[64];
  snprintf(path, sizeof path, "%s.%ld", name, (long)getppid());
  return open(path, O_CREAT | O_RDWR, 0600);
}

static void lock(int file) {
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (fcntl(file, F_SETLKW, &whole) != 0) _exit(1);
}

static void forth(void) {
  const int mail = make("mail");
  const int index = make("index");
  flock(mail, LOCK_EX);
  meet(arrived, 2);
  flock(index, LOCK_EX);
  linger(1500);
}

static void back(void) {
  const int mail = make("mail");
  const int index = make("index");
  lock(index);
  meet(arrived, 2);
  lock(mail);
  flock(mail, LOCK_EX);  // NODEADLOCK
}

int main(void) {
  arrived = mmap(0, sizeof *arrived, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  for (int i = 0; i < 2; ++i) {
    if (fork() == 0) {
      (i == 0 ? forth : back)();
      _exit(0);
    }
  }
  while (wait(0) > 0) {
  }
  puts("done");
}
