// OPTIONS: processes=3
// Parent and child lock two files in opposite order.
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

static void take_both(const char* first, const char* second) {
  const int one = make(first);
  const int two = make(second);
  flock(one, LOCK_EX);
  meet(arrived, 2);
  flock(two, LOCK_EX);  // HANG(GD204)
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
