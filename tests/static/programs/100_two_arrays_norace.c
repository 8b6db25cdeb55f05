// The threads of both arrays have ended.
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int sum;

static void* writer(void* unused) {
  pthread_mutex_lock(&m);
  ++sum;
  pthread_mutex_unlock(&m);
  return unused;
}

static void* reader(void* unused) {
  pthread_mutex_lock(&m);
  if (sum > 2) puts("many");
  pthread_mutex_unlock(&m);
  return unused;
}

int main(void) {
  pthread_t writers[3], readers[3];
  for (int i = 0; i < 3; ++i) pthread_create(&writers[i], 0, writer, 0);
  for (int i = 0; i < 3; ++i) pthread_create(&readers[i], 0, reader, 0);
  for (int i = 0; i < 3; ++i) pthread_join(readers[i], 0);
  for (int i = 0; i < 3; ++i) pthread_join(writers[i], 0);
  printf("%d\n", sum);  // NORACE
  return 0;
}
