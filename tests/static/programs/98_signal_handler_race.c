// A handler, which runs in whatever thread, counts in a plain variable that another one reads.
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>

static long asked;

static void onSignal(int number) {
  (void)number;
  ++asked;  // RACE
}

static void* watch(void* unused) {
  for (int i = 0; i < 1000; ++i)
    if (asked > 0) puts("asked");
  return unused;
}

int main(void) {
  struct sigaction action = {0};
  pthread_t watcher;
  action.sa_handler = onSignal;
  sigaction(SIGUSR1, &action, 0);
  pthread_create(&watcher, 0, watch, 0);
  raise(SIGUSR1);
  pthread_join(watcher, 0);
  return 0;
}
