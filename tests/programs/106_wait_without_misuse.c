// A wait on a condition whose mutex nobody holds.
#include <stdio.h>
#include <time.h>

#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

int main(void) {
  struct timespec past = {1, 0};
  pthread_cond_timedwait(&changed, &m, &past);  // GD305
  puts("done");
}
