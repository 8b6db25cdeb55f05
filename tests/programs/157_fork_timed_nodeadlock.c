// Children that run another program, or take other locks only, or make the lock anew.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
static atomic_int stage;

static void* hold(void* unused) {
  pthread_mutex_lock(&log_lock);
  stage = 1;
  while (stage != 2) usleep(1000);
  pthread_mutex_unlock(&log_lock);
  return unused;
}

static void runs_true(void) {
  execl("/bin/true", "true", (char*)NULL);
}

static void takes_another(void) {
  pthread_mutex_lock(&other);
  pthread_mutex_unlock(&other);
}

static void makes_anew(void) {
  pthread_mutex_init(&log_lock, NULL);
  pthread_mutex_lock(&log_lock);  // NODEADLOCK
  pthread_mutex_unlock(&log_lock);
}

int main(void) {
  pthread_t writer;
  pthread_create(&writer, NULL, hold, NULL);
  while (stage != 1) usleep(1000);
  void (*const children[])(void) = {runs_true, takes_another, makes_anew};
  for (int i = 0; i < 3; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      children[i]();
      _exit(0);
    }
    waitpid(child, NULL, 0);
  }
  if (system("true") != 0) puts("no shell");
  stage = 2;
  pthread_join(writer, NULL);
  puts("done");
}
