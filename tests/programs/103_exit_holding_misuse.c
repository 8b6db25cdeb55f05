// A thread returns and leaves its mutex locked for ever; another one ends by pthread_exit.
#include <stdio.h>

#include <pthread.h>

static pthread_mutex_t accounts = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t rates = PTHREAD_RWLOCK_INITIALIZER;

static void* early_return(void* amount) {
  pthread_mutex_lock(&accounts);  // GD303
  if (amount == 0) return 0;
  pthread_mutex_unlock(&accounts);
  return 0;
}

static void* early_exit(void* amount) {
  pthread_rwlock_rdlock(&rates);  // GD303
  if (amount == 0) pthread_exit(0);
  pthread_rwlock_unlock(&rates);
  return 0;
}

int main(void) {
  pthread_t one, two;
  pthread_create(&one, 0, early_return, 0);
  pthread_create(&two, 0, early_exit, 0);
  pthread_join(one, 0);
  pthread_join(two, 0);
  puts("done");
}
