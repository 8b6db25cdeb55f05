// As many unlocks as locks: recursive, after a condition wait, and in a child that inherited them.
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <pthread.h>

static pthread_mutex_t recursive = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static pthread_mutex_t checked = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
static pthread_mutex_t plain = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t rates = PTHREAD_RWLOCK_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

int main(void) {
  pthread_mutex_lock(&recursive);
  pthread_mutex_lock(&recursive);
  pthread_mutex_unlock(&recursive);
  pthread_mutex_unlock(&recursive);
  pthread_mutex_lock(&checked);
  struct timespec past = {1, 0};
  pthread_cond_timedwait(&changed, &checked, &past);
  pthread_mutex_unlock(&checked);
  pthread_mutex_lock(&plain);
  pthread_mutex_lock(&recursive);
  pthread_rwlock_rdlock(&rates);
  const pid_t child = fork();
  pthread_rwlock_unlock(&rates);
  pthread_mutex_unlock(&recursive);
  pthread_mutex_unlock(&plain);
  if (child == 0) _exit(0);
  waitpid(child, 0, 0);
  puts("done");  // NODEADLOCK
}
