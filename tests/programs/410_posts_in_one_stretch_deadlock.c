// OPTIONS: expect=possible turns
// Who comes past the first wait was told so from within the stretch of holding that the second post
// is made in: the lock is free only after both. By its own order it never hangs.
#include <semaphore.h>
#include <stdio.h>

#include "live.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static sem_t told;

static void post(void) {
  pthread_mutex_lock(&a);
  sem_post(&told);
  sem_post(&told);
  pthread_mutex_unlock(&a);
}

static void* take(void* unused) {
  sem_wait(&told);
  pthread_mutex_lock(&a);
  sem_wait(&told);  // GD104
  pthread_mutex_unlock(&a);
  return unused;
}

int main(void) {
  pthread_t thread;
  sem_init(&told, 0, 0);
  pthread_create(&thread, 0, take, 0);
  post();
  pthread_join(thread, 0);
  puts("done");
}
