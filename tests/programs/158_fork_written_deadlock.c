// OPTIONS: headline
// A child reads what another thread of its parent writes under the same reader-writer lock. Its
// parent ends the child.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "asleep.h"

static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static atomic_int stage;

static void* fill(void* unused) {
  pthread_rwlock_wrlock(&table);
  stage = 1;
  while (stage != 2) usleep(1000);
  pthread_rwlock_unlock(&table);
  return unused;
}

int main(void) {
  pthread_t writer;
  pthread_create(&writer, NULL, fill, NULL);
  while (stage != 1) usleep(1000);
  const pid_t child = fork();
  if (child == 0) {
    pthread_rwlock_rdlock(&table);  // GD106
    _exit(0);
  }
  endWhenAsleep(child);
  waitpid(child, NULL, 0);
  stage = 2;
  pthread_join(writer, NULL);
  puts("done");
}
