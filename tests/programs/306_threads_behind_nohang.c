// A thread reads the child's pipe while another one waits for the child.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { kMuch = 1 << 20 };

static int ends[2];

static void* readAll(void* unused) {
  char part[4096];
  nanosleep(&(struct timespec){1, 500000000}, NULL);
  while (read(ends[0], part, sizeof part) > 0) continue;  // NODEADLOCK
  return unused;
}

int main(void) {
  if (pipe(ends) != 0) return 1;
  pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    char* text = malloc(kMuch);
    memset(text, 'x', kMuch);
    if (write(ends[1], text, kMuch) != kMuch) _exit(1);
    _exit(0);
  }
  close(ends[1]);
  pthread_t reader;
  pthread_create(&reader, NULL, readAll, NULL);
  waitpid(child, NULL, 0);
  pthread_join(reader, NULL);
  return 0;
}
