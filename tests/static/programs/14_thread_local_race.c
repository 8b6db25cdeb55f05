// A static variable that looks like a scratch buffer of one's own.
#include <pthread.h>
#include <stdio.h>

static const char* text(int number) {
  static char buffer[16];
  snprintf(buffer, sizeof buffer, "%d", number);  // RACE
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
