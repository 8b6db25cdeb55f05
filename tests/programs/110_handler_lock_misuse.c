// A handler takes the mutex that the rest of the program takes while the signal can arrive.
#include <signal.h>
#include <stdio.h>

#include <pthread.h>

static pthread_mutex_t journal = PTHREAD_MUTEX_INITIALIZER;
static int entries;

static void write_entry(void) {
  pthread_mutex_lock(&journal);  // GD107
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
  for (int i = 0; i < 3; ++i) {
    write_entry();
    raise(SIGUSR1);
  }
  printf("%d\n", entries);
}
