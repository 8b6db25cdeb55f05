// The second thread asks for no lock.
#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int n;

static void add(bool isShared) {
  if (isShared) pthread_mutex_lock(&m);
  ++n;  // RACE
  if (isShared) pthread_mutex_unlock(&m);
}

static void* careful(void* unused) {
  add(true);
  return unused;
}

static void* careless(void* unused) {
  add(false);
  return unused;
}

int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, careful, 0);
  pthread_create(&b, 0, careless, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return 0;
}
