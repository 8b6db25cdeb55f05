// C: a variable that is declared to be guarded, accessed without its lock.
#include <pthread.h>

struct __attribute__((capability("mutex"))) mutex {
  pthread_mutex_t native;
};

static void mutex_lock(struct mutex* m) __attribute__((acquire_capability(*m)));
static void mutex_unlock(struct mutex* m) __attribute__((release_capability(*m)));

static void mutex_lock(struct mutex* m) {
  pthread_mutex_lock(&m->native);
}

static void mutex_unlock(struct mutex* m) {
  pthread_mutex_unlock(&m->native);
}

static struct mutex mutex = {PTHREAD_MUTEX_INITIALIZER};
static int count __attribute__((guarded_by(mutex)));

int main(void) {
  mutex_lock(&mutex);
  count = 1;
  mutex_unlock(&mutex);
  count += 1;  // RACE
}
