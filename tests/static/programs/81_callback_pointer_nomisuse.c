// C: read under the lock, called without; a comparison that the project has, and one that the
// caller gives for this call, are called under it.
#include <pthread.h>
#include <stddef.h>

struct source {
  pthread_mutex_t lock;
  void (*hook)(void* argument, int event);
  void* argument;
  int values[16];
  int (*compare)(int, int);
};

static int compare_numbers(int a, int b) {
  return a < b;
}

void source_init(struct source* source) {
  pthread_mutex_init(&source->lock, NULL);
  source->compare = compare_numbers;
}

void source_listen(struct source* source, void (*hook)(void*, int), void* argument) {
  pthread_mutex_lock(&source->lock);
  source->hook = hook;
  source->argument = argument;
  pthread_mutex_unlock(&source->lock);
}

void source_emit(struct source* source, int event) {
  pthread_mutex_lock(&source->lock);
  void (*hook)(void*, int) = source->hook;
  void* argument = source->argument;
  pthread_mutex_unlock(&source->lock);
  if (hook != NULL) hook(argument, event);  // NOMISUSE
}

int source_first(struct source* source) {
  pthread_mutex_lock(&source->lock);
  int first = source->compare(source->values[0], source->values[1]);
  pthread_mutex_unlock(&source->lock);
  return first;
}

void source_each(struct source* source, void (*visit)(int)) {
  pthread_mutex_lock(&source->lock);
  for (int i = 0; i < 16; i++) visit(source->values[i]);
  pthread_mutex_unlock(&source->lock);
}
