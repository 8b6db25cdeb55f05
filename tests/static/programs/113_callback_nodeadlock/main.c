/* The callback is called when the lock of the events is free again. */
#include <pthread.h>

#include "events.h"

static pthread_mutex_t application = PTHREAD_MUTEX_INITIALIZER;
static int seen;
static int asked;

static void onEvent(int event) {
  if (event == 2) return;
  pthread_mutex_lock(&application);  // NODEADLOCK
  seen += event;
  pthread_mutex_unlock(&application);
}

static void* receive(void* unused) {
  events_post(1);
  return unused;
}

static void* ask(void* unused) {
  pthread_mutex_lock(&application);
  ++asked;
  events_post(2);
  pthread_mutex_unlock(&application);
  return unused;
}

int main(void) {
  pthread_t a, b;
  events_on(onEvent);
  pthread_create(&a, 0, receive, 0);
  pthread_create(&b, 0, ask, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return 0;
}
