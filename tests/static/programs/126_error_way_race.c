// On the way of the error the lock is given back before the count.
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int used;
static int refused;

static void table_begin(void) {
  pthread_mutex_lock(&m);
}
static void table_end(void) {
  pthread_mutex_unlock(&m);
}

static int reserve(int size) {
  table_begin();
  if (size > 100) {
    table_end();
    ++refused;  // RACE
    return -1;
  }
  used += size;
  table_end();
  return 0;
}

static void* work(void* argument) {
  for (int size = 90; size < 110; ++size) reserve(size);
  return argument;
}

int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, work, 0);
  pthread_create(&b, 0, work, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  printf("%d %d\n", used, refused);
  return 0;
}
