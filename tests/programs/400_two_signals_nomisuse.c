// One lock in the handlers of two signals, reached by the same calls. Where the rest of the program
// takes it, both are blocked.
#include <signal.h>
#include <stdio.h>

#include <pthread.h>

static pthread_mutex_t journal = PTHREAD_MUTEX_INITIALIZER;
static int entries;

static void write_entry(void) {
  pthread_mutex_lock(&journal);  // NODEADLOCK
  ++entries;
  pthread_mutex_unlock(&journal);
}

static void on_signal(int number) {
  (void)number;
  write_entry();
}

int main(void) {
  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGUSR1, &action, 0);
  sigaction(SIGUSR2, &action, 0);
  sigset_t both;
  sigset_t before;
  sigemptyset(&both);
  sigaddset(&both, SIGUSR1);
  sigaddset(&both, SIGUSR2);
  for (int i = 0; i < 3; ++i) {
    raise(SIGUSR1);
    raise(SIGUSR2);
    sigprocmask(SIG_BLOCK, &both, &before);
    write_entry();
    sigprocmask(SIG_SETMASK, &before, 0);
  }
  printf("%d\n", entries);
}
