// The same with a cleanup handler.
#include <stdio.h>

#include <pthread.h>
#include <semaphore.h>

static pthread_mutex_t accounts = PTHREAD_MUTEX_INITIALIZER;
static sem_t ready, never;

static void give_back(void* lock) {
  pthread_mutex_unlock(lock);
}

static void* work(void* unused) {
  pthread_mutex_lock(&accounts);
  pthread_cleanup_push(give_back, &accounts);
  sem_post(&ready);
  sem_wait(&never);
  pthread_cleanup_pop(1);
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
  pthread_mutex_lock(&accounts);
  pthread_mutex_unlock(&accounts);
  puts("done");  // NODEADLOCK
}
