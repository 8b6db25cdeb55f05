// One condition decides whether to lock, to access and to unlock.
#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int n;

static void* work(void* given) {
  bool isCounted = given != 0;
  if (isCounted) pthread_mutex_lock(&m);
  if (isCounted) ++n;  // NORACE
  if (isCounted) pthread_mutex_unlock(&m);
  return given;
}

int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, work, &n);
  pthread_create(&b, 0, work, &n);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return 0;
}
