// The loop is left with the lock held.
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int left = 5;
static int done;

static void* work(void* unused) {
  for (;;) {
    pthread_mutex_lock(&m);
    if (left == 0) break;
    --left;
    pthread_mutex_unlock(&m);
  }
  ++done;  // NORACE
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
