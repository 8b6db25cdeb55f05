// OPTIONS: possible
// Whoever lets go of the last reference has the object alone, and needs no lock to clear it.
#include <pthread.h>
#include <stdlib.h>

struct object {
  pthread_mutex_t lock;
  int references;
  int value;
};

static void release(struct object* object) {
  pthread_mutex_lock(&object->lock);
  const int left = --object->references;
  pthread_mutex_unlock(&object->lock);
  if (left > 0) return;
  object->value = 0;  // NORACE
  pthread_mutex_destroy(&object->lock);
  free(object);
}

static void* use(void* given) {
  struct object* object = given;
  pthread_mutex_lock(&object->lock);
  ++object->value;  // NORACE
  pthread_mutex_unlock(&object->lock);
  release(object);
  return NULL;
}

int main(void) {
  struct object* object = calloc(1, sizeof *object);
  pthread_mutex_init(&object->lock, NULL);
  object->references = 2;
  pthread_t thread;
  pthread_create(&thread, NULL, use, object);
  use(object);
  pthread_join(thread, NULL);
  return 0;
}
