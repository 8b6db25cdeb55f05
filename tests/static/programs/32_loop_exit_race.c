// On the way out of the loop the lock was given back already.
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int left = 5;
static int done;

static void* work(void* unused) {
  for (;;) {
    pthread_mutex_lock(&m);
    if (left == 0) {
      pthread_mutex_unlock(&m);
      break;
    }
    --left;
    pthread_mutex_unlock(&m);
  }
  ++done;  // RACE
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
