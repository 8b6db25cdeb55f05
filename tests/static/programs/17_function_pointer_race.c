// One of the operations in the table forgets the lock.
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int n;

static void add(void) {
  pthread_mutex_lock(&m);
  ++n;
  pthread_mutex_unlock(&m);
}

static void clear(void) {
  n = 0;  // RACE
}

static void (*const operations[])(void) = {add, clear};

static void* work(void* which) {
  operations[which != 0]();
  return which;
}

int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, work, 0);
  pthread_create(&b, 0, work, &n);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return 0;
}
