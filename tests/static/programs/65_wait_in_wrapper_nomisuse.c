// The wait is in a function of its own, whose caller looks again.
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int isReady;
static int answer;

static void waitForChange(void) {
  pthread_cond_wait(&changed, &m);  // NOMISUSE
}

static void* work(void* unused) {
  (void)unused;
  pthread_mutex_lock(&m);
  answer = 42;
  isReady = 1;
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&m);
  return 0;
}

int main(void) {
  pthread_t worker;
  int result;
  pthread_create(&worker, 0, work, 0);
  pthread_mutex_lock(&m);
  while (!isReady) waitForChange();
  result = answer;
  pthread_mutex_unlock(&m);
  pthread_join(worker, 0);
  return result == 42;
}
