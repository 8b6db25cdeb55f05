// OPTIONS: possible
// C: a hook with its argument, in a struct and in a file's variable, called under the lock.
#include <pthread.h>
#include <stddef.h>

struct source {
  pthread_mutex_t lock;
  void (*hook)(void* argument, int event);
  void* argument;
  int events;
};

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static void (*log_hook)(const char* text);

void source_listen(struct source* source, void (*hook)(void*, int), void* argument) {
  pthread_mutex_lock(&source->lock);
  source->hook = hook;
  source->argument = argument;
  pthread_mutex_unlock(&source->lock);
}

void source_emit(struct source* source, int event) {
  pthread_mutex_lock(&source->lock);
  source->events++;
  if (source->hook != NULL) source->hook(source->argument, event);  // MISUSE(GD406)
  pthread_mutex_unlock(&source->lock);
}

void log_listen(void (*hook)(const char*)) {
  pthread_mutex_lock(&log_lock);
  log_hook = hook;
  pthread_mutex_unlock(&log_lock);
}

void log_line(const char* text) {
  pthread_mutex_lock(&log_lock);
  if (log_hook != NULL) log_hook(text);  // MISUSE(GD406)
  pthread_mutex_unlock(&log_lock);
}
