// A thread ended without giving up its mutex; main waits for it.
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void work(void) {
  pthread_mutex_lock(&mutex);  // GD303
}

int main(void) {
  pthread_join(start(work), 0);
  pthread_mutex_lock(&mutex);  // HANG(GD205)
  pthread_mutex_unlock(&mutex);
  puts("done");
}
