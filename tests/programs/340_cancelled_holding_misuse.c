// A thread is cancelled in a wait while it holds a mutex, and has no cleanup handler for it.
#include <stdio.h>

#include <pthread.h>
#include <semaphore.h>

static pthread_mutex_t accounts = PTHREAD_MUTEX_INITIALIZER;
static sem_t ready, never;

static void* work(void* unused) {
  pthread_mutex_lock(&accounts);  // GD303
  sem_post(&ready);
  sem_wait(&never);
  pthread_mutex_unlock(&accounts);
  return unused;
}

int main(void) {
  sem_init(&ready, 0, 0);
  sem_init(&never, 0, 0);
  pthread_t thread;
  pthread_create(&thread, 0, work, 0);
  sem_wait(&ready);
  pthread_cancel(thread);
  pthread_join(thread, 0);
  puts("done");
}
