// OPTIONS: possible
// What decides whether the thread is begun decides whether it is joined, through a call that hides
// it.
#include <pthread.h>
#include <stdlib.h>

static int isParallel;
static int total;

static int isWanted(int jobs) {
  return getenv("PARALLEL") != NULL && jobs > 1;
}

static void* work(void* unused) {
  (void)unused;
  ++total;
  return NULL;
}

int main(int argc, char** argv) {
  (void)argv;
  pthread_t thread;
  isParallel = isWanted(argc);
  if (isWanted(argc)) pthread_create(&thread, NULL, work, NULL);
  if (isParallel) pthread_join(thread, NULL);
  return ++total;  // NORACE
}
