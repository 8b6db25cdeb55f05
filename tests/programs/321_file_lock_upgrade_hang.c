// OPTIONS: processes=3
// Two processes read a part of a file under a lock of the open file, and both want to write there.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

static int* arrived;

static void take(int file, short type) {
  struct flock part = {.l_type = type, .l_whence = SEEK_SET, .l_start = 100, .l_len = 50};
  if (fcntl(file, F_OFD_SETLKW, &part) != 0) _exit(1);  // HANG(GD204)
}

static void upgrade(void) {
  char path[64];
  snprintf(path, sizeof path, "accounts.%ld", (long)getppid());
  const int file = open(path, O_CREAT | O_RDWR, 0600);
  take(file, F_RDLCK);
  meet(arrived, 2);
  take(file, F_WRLCK);
}

int main(void) {
  arrived = mmap(0, sizeof *arrived, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  for (int i = 0; i < 2; ++i) {
    if (fork() == 0) {
      upgrade();
      _exit(0);
    }
  }
  while (wait(0) > 0) {
  }
  puts("done");
}
