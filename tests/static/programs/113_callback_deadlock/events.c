#include "events.h"

#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static void (*told)(int event);

void events_on(void (*callback)(int event)) {
  pthread_mutex_lock(&m);
  told = callback;
  pthread_mutex_unlock(&m);
}

void events_post(int event) {
  pthread_mutex_lock(&m);
  if (told) told(event);
  pthread_mutex_unlock(&m);
}
