// OPTIONS: expect=proven headline
// Two locks that the program says are never held together are.
#include <gordian/annotations.h>
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t input = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t output = PTHREAD_MUTEX_INITIALIZER;

int main(void) {
  GORDIAN_NEVER_TOGETHER(&input, &output);
  pthread_mutex_lock(&output);
  pthread_mutex_lock(&input);  // GD304
  pthread_mutex_unlock(&input);
  pthread_mutex_unlock(&output);
  puts("done");
}
