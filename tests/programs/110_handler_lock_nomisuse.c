// Outside of the handler the signal is blocked; another lock is the handler's own, a third is
// tried.
#include <signal.h>
#include <stdio.h>

#include <pthread.h>

static pthread_mutex_t journal = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t own = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t tried = PTHREAD_MUTEX_INITIALIZER;
static int entries;

static void on_signal(int number) {
  (void)number;
  pthread_mutex_lock(&journal);
  ++entries;
  pthread_mutex_unlock(&journal);
  pthread_mutex_lock(&own);
  pthread_mutex_unlock(&own);
  if (pthread_mutex_trylock(&tried) == 0) pthread_mutex_unlock(&tried);
}

int main(void) {
  sigset_t mask;
  sigemptyset(&mask);
  sigaddset(&mask, SIGUSR1);
  signal(SIGUSR1, on_signal);
  for (int i = 0; i < 3; ++i) {
    pthread_sigmask(SIG_BLOCK, &mask, 0);
    pthread_mutex_lock(&journal);
    ++entries;
    pthread_mutex_unlock(&journal);
    pthread_sigmask(SIG_UNBLOCK, &mask, 0);
    pthread_mutex_lock(&tried);
    pthread_mutex_unlock(&tried);
    raise(SIGUSR1);
  }
  printf("%d\n", entries);  // NODEADLOCK
}
