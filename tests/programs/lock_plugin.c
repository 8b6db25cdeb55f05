// A library that is loaded at run time and has a lock of its own.
#include <pthread.h>

static pthread_mutex_t plugin_lock = PTHREAD_MUTEX_INITIALIZER;

void with_plugin_lock(void (*action)(void)) {
  pthread_mutex_lock(&plugin_lock);
  action();
  pthread_mutex_unlock(&plugin_lock);
}
