// OPTIONS: headline expect=possible
// A writer asks for its own lock again, to read. The C library refuses, and nobody looks.
#include <pthread.h>
#include <stdio.h>

static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;

int main(void) {
  pthread_rwlock_wrlock(&table);
  pthread_rwlock_rdlock(&table);  // GD102
  pthread_rwlock_unlock(&table);
  puts("done");
}
