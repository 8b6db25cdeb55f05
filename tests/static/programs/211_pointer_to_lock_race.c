// One thread takes the lock by its name, the other one through a pointer to another lock.
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t* const guard = &other;
static int hits;

static void* count(void* unused) {
  pthread_mutex_lock(guard);
  ++hits;  // RACE(GD402)
  pthread_mutex_unlock(guard);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, 0, count, 0);
  pthread_mutex_lock(&lock);
  ++hits;  // RACE(GD402)
  pthread_mutex_unlock(&lock);
  pthread_join(thread, 0);
  return hits;
}
