// OPTIONS: possible
// Which lock the pointer leads to is decided at the start; it is the one that the others take.
#include <pthread.h>

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t second = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t* guard = &first;
static int hits;

static void* count(void* unused) {
  pthread_mutex_lock(guard);
  ++hits;  // NORACE
  pthread_mutex_unlock(guard);
  return unused;
}

int main(void) {
  guard = &second;
  pthread_t thread;
  pthread_create(&thread, 0, count, 0);
  pthread_mutex_lock(&second);
  ++hits;  // NORACE
  pthread_mutex_unlock(&second);
  pthread_join(thread, 0);
  return hits;
}
