// A counter of hits is updated under the reader's lock.
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int value;
static long hits;

static void* reader(void* result) {
  pthread_rwlock_rdlock(&lock);
  *(int*)result = value;
  ++hits;  // RACE(GD402)
  pthread_rwlock_unlock(&lock);
  return 0;
}

static void* writer(void* unused) {
  pthread_rwlock_wrlock(&lock);
  ++value;
  pthread_rwlock_unlock(&lock);
  return unused;
}

int main(void) {
  pthread_t a, b, c;
  int results[2] = {0, 0};
  pthread_create(&a, 0, reader, &results[0]);
  pthread_create(&b, 0, reader, &results[1]);
  pthread_create(&c, 0, writer, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  pthread_join(c, 0);
  return results[0] + results[1];
}
