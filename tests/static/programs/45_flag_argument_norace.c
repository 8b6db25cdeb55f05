// An argument says whether the caller holds the lock, and all callers tell the truth.
#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int n;

static void add(bool isHeld) {
  if (!isHeld) pthread_mutex_lock(&m);
  ++n;  // NORACE
  if (!isHeld) pthread_mutex_unlock(&m);
}

static void* work(void* unused) {
  add(false);
  return unused;
}

static void* other(void* unused) {
  pthread_mutex_lock(&m);
  add(true);
  pthread_mutex_unlock(&m);
  return unused;
}

int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, work, 0);
  pthread_create(&b, 0, other, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return 0;
}
