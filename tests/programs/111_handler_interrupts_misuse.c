// The signal arrives while the mutex is held, and its handler asks for it. Here the wait ends by
// itself; with a plain lock the program would hang.
#include <signal.h>
#include <stdio.h>
#include <time.h>

#include <pthread.h>

static pthread_mutex_t journal = PTHREAD_MUTEX_INITIALIZER;

static void on_signal(int number) {
  (void)number;
  struct timespec past = {1, 0};
  if (pthread_mutex_timedlock(&journal, &past) == 0)  // GD107
    pthread_mutex_unlock(&journal);
}

int main(void) {
  signal(SIGUSR1, on_signal);
  pthread_mutex_lock(&journal);
  raise(SIGUSR1);
  pthread_mutex_unlock(&journal);
  puts("done");
}
