// A common lock among others is enough.
#include <pthread.h>

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t second = PTHREAD_MUTEX_INITIALIZER;
static int n;

static void* add(void* unused) {
  pthread_mutex_lock(&first);
  ++n;  // NORACE
  pthread_mutex_unlock(&first);
  return unused;
}

static void* subtract(void* unused) {
  pthread_mutex_lock(&first);
  pthread_mutex_lock(&second);
  --n;
  pthread_mutex_unlock(&second);
  pthread_mutex_unlock(&first);
  return unused;
}

int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, add, 0);
  pthread_create(&b, 0, subtract, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return 0;
}
