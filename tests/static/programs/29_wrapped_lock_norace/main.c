// Both files lock through the same function of a third one.
#include <pthread.h>

#include "lock.h"

int total;
void* add(void* unused);

static void* clear(void* unused) {
  lockAll();
  total = 0;  // NORACE
  unlockAll();
  return unused;
}

int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, add, 0);
  pthread_create(&b, 0, clear, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return 0;
}
