// A thread holds a mutex while main forks: in the child there is no such thread, and the mutex is
// held.
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

static pthread_mutex_t journal = PTHREAD_MUTEX_INITIALIZER;
static int arrived;
static int finished;

static void write_journal(void) {
  pthread_mutex_lock(&journal);
  meet(&arrived, 2);
  meet(&finished, 2);
  pthread_mutex_unlock(&journal);
}

int main(void) {
  const pthread_t writer = start(write_journal);
  meet(&arrived, 2);
  const pid_t child = fork();
  if (child == 0) {
    pthread_mutex_lock(&journal);  // HANG(GD205)
    pthread_mutex_unlock(&journal);
    _exit(0);
  }
  meet(&finished, 2);
  waitpid(child, 0, 0);
  pthread_join(writer, 0);
  puts("done");
}
