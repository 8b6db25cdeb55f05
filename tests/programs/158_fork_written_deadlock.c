// OPTIONS: headline
// A child reads what another thread of its parent writes under the same reader-writer lock. A timer
// ends the child.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

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
    setitimer(ITIMER_REAL, &(struct itimerval){.it_value = {.tv_usec = 200000}}, NULL);
    pthread_rwlock_rdlock(&table);  // GD106
    _exit(0);
  }
  waitpid(child, NULL, 0);
  stage = 2;
  pthread_join(writer, NULL);
  puts("done");
}
