// OPTIONS: processes=3
// Two processes take locks of open files in opposite order; the kernel looks for no circle there.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
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

static void take(int file) {
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (fcntl(file, F_OFD_SETLKW, &whole) != 0) _exit(1);  // HANG(GD204)
}

static void take_both(const char* first, const char* second) {
  const int one = make(first);
  const int two = make(second);
  take(one);
  meet(arrived, 2);
  take(two);
}

int main(void) {
  arrived = mmap(0, sizeof *arrived, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  for (int i = 0; i < 2; ++i) {
    if (fork() == 0) {
      take_both(i == 0 ? "a" : "b", i == 0 ? "b" : "a");
      _exit(0);
    }
  }
  while (wait(0) > 0) {
  }
  puts("done");
}
