// A writer that only tries to read, and readers that read again.
#include <pthread.h>
#include <stdio.h>

static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;

int main(void) {
  pthread_rwlock_wrlock(&table);
  if (pthread_rwlock_tryrdlock(&table) == 0) puts("both");
  pthread_rwlock_unlock(&table);
  pthread_rwlock_rdlock(&table);
  pthread_rwlock_rdlock(&table);  // NODEADLOCK
  pthread_rwlock_unlock(&table);
  pthread_rwlock_unlock(&table);
  puts("done");
}
