// One unlock too many, of three kinds of locks.
#include <stdio.h>

#include <pthread.h>

static pthread_mutex_t accounts = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t rates = PTHREAD_RWLOCK_INITIALIZER;
static pthread_spinlock_t counter;

int main(void) {
  pthread_spin_init(&counter, PTHREAD_PROCESS_PRIVATE);
  pthread_mutex_lock(&accounts);
  pthread_mutex_unlock(&accounts);
  pthread_mutex_unlock(&accounts);  // GD301
  pthread_rwlock_wrlock(&rates);
  pthread_rwlock_unlock(&rates);
  pthread_rwlock_unlock(&rates);  // GD301
  pthread_spin_lock(&counter);
  pthread_spin_unlock(&counter);
  pthread_spin_unlock(&counter);  // GD301
  puts("done");
}
