// A scratch buffer for each thread.
#include <pthread.h>
#include <stdio.h>

static const char* text(int number) {
  static _Thread_local char buffer[16];
  snprintf(buffer, sizeof buffer, "%d", number);  // NORACE
  return buffer;
}

static void* work(void* unused) {
  puts(text(3));
  return unused;
}

int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, work, 0);
  pthread_create(&b, 0, work, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return 0;
}
