// Whether the try got the lock is kept in a variable, negated on the way.
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int n;

static void* work(void* unused) {
  int code = pthread_mutex_trylock(&m);
  int isHeld = code == 0;
  if (!isHeld) return unused;
  ++n;  // NORACE
  pthread_mutex_unlock(&m);
  return unused;
}

int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, work, 0);
  pthread_create(&b, 0, work, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return 0;
}
