// The thread is joined at the end, whatever decided; the access comes before.
#include <pthread.h>
#include <stdlib.h>

static int total;

static void* work(void* unused) {
  (void)unused;
  ++total;  // RACE
  return NULL;
}

int main(int argc, char** argv) {
  (void)argv;
  const int isParallel = argc > 1;
  pthread_t thread;
  if (isParallel) pthread_create(&thread, NULL, work, NULL);
  ++total;  // RACE
  if (isParallel) pthread_join(thread, NULL);
  return 0;
}
