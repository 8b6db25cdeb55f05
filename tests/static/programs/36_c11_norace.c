// Threads and mutexes of C11.
#include <threads.h>

static mtx_t m;
static int n;

static int add(void* unused) {
  (void)unused;
  mtx_lock(&m);
  ++n;  // NORACE
  mtx_unlock(&m);
  return 0;
}

int main(void) {
  thrd_t a, b;
  mtx_init(&m, mtx_plain);
  thrd_create(&a, add, 0);
  thrd_create(&b, add, 0);
  thrd_join(a, 0);
  thrd_join(b, 0);
  return n;
}
