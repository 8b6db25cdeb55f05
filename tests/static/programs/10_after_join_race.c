// The first of two threads is joined, the second still runs.
#include <pthread.h>
#include <stdio.h>

static long first;
static long second;

static void* one(void* unused) {
  first = 1;
  return unused;
}

static void* two(void* unused) {
  second = 2;
  return unused;
}

int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, one, 0);
  pthread_create(&b, 0, two, 0);
  pthread_join(a, 0);
  printf("%ld\n", first + second);  // RACE
  pthread_join(b, 0);
  return 0;
}
