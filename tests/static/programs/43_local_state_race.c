// A local of the creator is handed to two threads.
#include <pthread.h>

struct Work {
  pthread_mutex_t m;
  long sum;
};

static void* add(void* given) {
  struct Work* work = given;
  work->sum += 1;  // RACE
  return 0;
}

int main(void) {
  struct Work work = {PTHREAD_MUTEX_INITIALIZER, 0};
  pthread_t a, b;
  pthread_create(&a, 0, add, &work);
  pthread_create(&b, 0, add, &work);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return (int)work.sum;
}
