// pthread_atfork waits for the holder of the mutex before it forks, so the child can take it.
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

static pthread_mutex_t journal = PTHREAD_MUTEX_INITIALIZER;
static int arrived;

static void write_journal(void) {
  pthread_mutex_lock(&journal);
  meet(&arrived, 2);
  be_slow();
  pthread_mutex_unlock(&journal);
}

static void before(void) {
  pthread_mutex_lock(&journal);
}
static void after(void) {
  pthread_mutex_unlock(&journal);
}

int main(void) {
  pthread_atfork(before, after, after);
  const pthread_t writer = start(write_journal);
  meet(&arrived, 2);
  const pid_t child = fork();
  if (child == 0) {
    pthread_mutex_lock(&journal);  // NODEADLOCK
    pthread_mutex_unlock(&journal);
    _exit(0);
  }
  waitpid(child, 0, 0);
  pthread_join(writer, 0);
  puts("done");
}
