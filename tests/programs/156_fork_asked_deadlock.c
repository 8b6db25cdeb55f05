// OPTIONS: headline
// A child asks for the lock that another thread of its parent holds: nobody there will release it.
// Its parent ends the child.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "asleep.h"

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_int stage;

static void* hold(void* unused) {
  pthread_mutex_lock(&log_lock);
  stage = 1;
  while (stage != 2) usleep(1000);
  pthread_mutex_unlock(&log_lock);
  return unused;
}

int main(void) {
  pthread_t writer;
  pthread_create(&writer, NULL, hold, NULL);
  while (stage != 1) usleep(1000);
  const pid_t child = fork();
  if (child == 0) {
    pthread_mutex_lock(&log_lock);  // GD106
    _exit(0);
  }
  endWhenAsleep(child);
  waitpid(child, NULL, 0);
  stage = 2;
  pthread_join(writer, NULL);
  puts("done");
}
