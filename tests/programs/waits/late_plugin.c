// A library with a thread of its own, which posts a semaphore late.
#include <pthread.h>
#include <semaphore.h>
#include <time.h>

static void* sleep_and_post(void* semaphore) {
  const struct timespec time = {1, 600000000};
  nanosleep(&time, 0);
  sem_post(semaphore);
  return 0;
}

void post_late(sem_t* semaphore) {
  pthread_t thread;
  pthread_create(&thread, 0, sleep_and_post, semaphore);
  pthread_detach(thread);
}
