// OPTIONS: processes=2
// A child of a program with threads starts threads of its own, which hang; the parent waits for it.
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static int arrived;
static int idle;

static void rest(void) {
  meet(&idle, 2);
}

static void forth(void) {
  pthread_mutex_lock(&a);
  meet(&arrived, 2);
  pthread_mutex_lock(&b);  // HANG
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void back(void) {
  pthread_mutex_lock(&b);
  meet(&arrived, 2);
  pthread_mutex_lock(&a);  // HANG
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  const pthread_t resting = start(rest);
  const pid_t child = fork();
  if (child == 0) {
    run_both(forth, back);
    _exit(0);
  }
  waitpid(child, 0, 0);
  meet(&idle, 2);
  pthread_join(resting, 0);
  puts("done");
}
