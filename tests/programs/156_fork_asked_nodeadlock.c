// The forking thread takes the lock itself, before the fork, and gives it up in both processes.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_int stop;

static void take(void) {
  pthread_mutex_lock(&log_lock);
}

static void give(void) {
  pthread_mutex_unlock(&log_lock);
}

static void* write_log(void* unused) {
  while (!stop) {
    take();
    usleep(1000);
    give();
    usleep(1000);  // a mutex is not fair: the one that forks must get it, too
  }
  return unused;
}

int main(void) {
  pthread_atfork(take, give, give);
  pthread_t writer;
  pthread_create(&writer, NULL, write_log, NULL);
  for (int i = 0; i < 20; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      pthread_mutex_lock(&log_lock);  // NODEADLOCK
      pthread_mutex_unlock(&log_lock);
      _exit(0);
    }
    waitpid(child, NULL, 0);
  }
  stop = 1;
  pthread_join(writer, NULL);
  puts("done");
}
