// OPTIONS: processes=2
// The only thread that reads the child's pipe needs a mutex that the one who waits for the child
// holds.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { kMuch = 1 << 20 };

static pthread_mutex_t children = PTHREAD_MUTEX_INITIALIZER;
static int ends[2];

static void* readAll(void* unused) {
  char part[4096];
  nanosleep(&(struct timespec){0, 200000000}, NULL);
  pthread_mutex_lock(&children);  // HANG(GD203)
  while (read(ends[0], part, sizeof part) > 0) continue;
  pthread_mutex_unlock(&children);
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
  pthread_mutex_lock(&children);
  pthread_create(&reader, NULL, readAll, NULL);
  waitpid(child, NULL, 0);
  pthread_mutex_unlock(&children);
  pthread_join(reader, NULL);
  return 0;
}
