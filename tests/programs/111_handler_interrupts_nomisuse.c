// Readers do not wait for readers.
#include <signal.h>
#include <stdio.h>

#include <pthread.h>

static pthread_rwlock_t rates = PTHREAD_RWLOCK_INITIALIZER;

static void on_signal(int number) {
  (void)number;
  pthread_rwlock_rdlock(&rates);
  pthread_rwlock_unlock(&rates);
}

int main(void) {
  signal(SIGUSR1, on_signal);
  for (int i = 0; i < 2; ++i) {
    pthread_rwlock_rdlock(&rates);
    raise(SIGUSR1);
    pthread_rwlock_unlock(&rates);
  }
  puts("done");  // NODEADLOCK
}
