// What the condition was waited for is read under the lock.
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int count;
static int last;

static void* produce(void* unused) {
  for (int i = 0; i < 10; ++i) {
    pthread_mutex_lock(&m);
    ++count;
    last = i;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&m);
  }
  return unused;
}

static void* consume(void* unused) {
  pthread_mutex_lock(&m);
  while (count < 3) pthread_cond_wait(&changed, &m);
  printf("%d\n", last);  // NORACE
  pthread_mutex_unlock(&m);
  return unused;
}

int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, produce, 0);
  pthread_create(&b, 0, consume, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return 0;
}
