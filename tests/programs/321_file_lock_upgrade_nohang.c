// Two processes read a part of a file under a lock; one wants to write there, the other one is done
// with it after a long time. With both kinds of locks that fcntl() has.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

static int* arrived;

static void take(int file, int command, short type) {
  struct flock part = {.l_type = type, .l_whence = SEEK_SET, .l_start = 100, .l_len = 50};
  if (fcntl(file, command, &part) != 0) _exit(1);  // NODEADLOCK
}

static void share(int command, int isWriter) {
  char path[64];
  snprintf(path, sizeof path, "accounts.%d.%ld", command, (long)getppid());
  const int file = open(path, O_CREAT | O_RDWR, 0600);
  take(file, command, F_RDLCK);
  meet(arrived, 4);
  if (isWriter)
    take(file, command, F_WRLCK);
  else
    linger(1500);
}

int main(void) {
  arrived = mmap(0, sizeof *arrived, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  for (int i = 0; i < 4; ++i) {
    if (fork() == 0) {
      share(i < 2 ? F_OFD_SETLKW : F_SETLKW, i % 2);
      _exit(0);
    }
  }
  while (wait(0) > 0) {
  }
  puts("done");
}
