#include <pthread.h>
#include <stdlib.h>

struct counter {
  pthread_mutex_t mutex;
  long value;
};

static struct counter shared = {PTHREAD_MUTEX_INITIALIZER, 0};
static pthread_mutex_t locks[8];
static long values[8];

static void* worker(void* argument) {
  struct counter* counter = argument;
  pthread_mutex_lock(&counter->mutex);
  counter->value++;
  pthread_mutex_unlock(&counter->mutex);
  return NULL;
}

void element(int i) {
  pthread_mutex_lock(&locks[i]);
  values[i] += 1;
  pthread_mutex_unlock(&locks[i]);
}

int try_it(struct counter* c) {
  int busy = pthread_mutex_trylock(&c->mutex);
  if (busy != 0) return -1;
  c->value = 7;
  return pthread_mutex_unlock(&c->mutex);
}

int main(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, worker, &shared)) exit(1);
  pthread_join(thread, NULL);
  return 0;
}
