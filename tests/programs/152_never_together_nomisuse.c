// One after the other, each with a third lock.
#include <gordian/annotations.h>
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t input = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t output = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t both = PTHREAD_MUTEX_INITIALIZER;

int main(void) {
  GORDIAN_NEVER_TOGETHER(&input, &output);
  pthread_mutex_lock(&both);
  pthread_mutex_lock(&output);  // NODEADLOCK
  pthread_mutex_unlock(&output);
  pthread_mutex_lock(&input);
  pthread_mutex_unlock(&input);
  pthread_mutex_unlock(&both);
  puts("done");
}
