// A local of the creator with its own lock; two more that each thread has to itself.
#include <pthread.h>

struct Work {
  pthread_mutex_t m;
  long sum;
};

static void* add(void* given) {
  struct Work* work = given;
  pthread_mutex_lock(&work->m);
  work->sum += 1;  // NORACE
  pthread_mutex_unlock(&work->m);
  return 0;
}

static void* addAlone(void* given) {
  struct Work* work = given;
  work->sum += 1;
  return 0;
}

int main(void) {
  struct Work shared = {PTHREAD_MUTEX_INITIALIZER, 0};
  struct Work own = {PTHREAD_MUTEX_INITIALIZER, 0};
  pthread_t a, b, c;
  pthread_create(&a, 0, add, &shared);
  pthread_create(&b, 0, add, &shared);
  pthread_create(&c, 0, addAlone, &own);
  pthread_join(a, 0);
  pthread_join(b, 0);
  pthread_join(c, 0);
  return (int)(shared.sum + own.sum);
}
