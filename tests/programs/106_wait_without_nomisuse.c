// The mutex is held at each wait: innermost, in the middle, recursive.
#include <stdio.h>
#include <time.h>

#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

int main(void) {
  struct timespec past = {1, 0};
  for (int i = 0; i < 3; ++i) {
    pthread_mutex_lock(&m);
    pthread_cond_timedwait(&changed, &m, &past);
    pthread_mutex_unlock(&m);
    pthread_mutex_lock(&other);
    pthread_cond_timedwait(&changed, &other, &past);
    pthread_mutex_unlock(&other);
  }
  puts("done");  // NODEADLOCK
}
