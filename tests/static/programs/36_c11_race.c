// Threads and mutexes of C11; one of the functions does not lock.
#include <threads.h>

static mtx_t m;
static int n;

static int add(void* unused) {
  (void)unused;
  mtx_lock(&m);
  ++n;
  mtx_unlock(&m);
  return 0;
}

static int clear(void* unused) {
  (void)unused;
  n = 0;  // RACE
  return 0;
}

int main(void) {
  thrd_t a, b;
  mtx_init(&m, mtx_plain);
  thrd_create(&a, add, 0);
  thrd_create(&b, clear, 0);
  thrd_join(a, 0);
  thrd_join(b, 0);
  return 0;
}
