// The lock is taken by its name and through a pointer that never leads elsewhere.
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t* const guard = &lock;
static int hits;

static void* count(void* unused) {
  pthread_mutex_lock(guard);
  ++hits;  // NORACE
  pthread_mutex_unlock(guard);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, 0, count, 0);
  pthread_mutex_lock(&lock);
  ++hits;  // NORACE
  pthread_mutex_unlock(&lock);
  pthread_join(thread, 0);
  return hits;
}
