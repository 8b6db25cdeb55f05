// All ways to the label hold the lock.
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int failures;
static int sum;

static int add(const int* number) {
  int result = -1;
  pthread_mutex_lock(&m);
  if (number == 0) goto failed;
  if (*number < 0) goto failed;
  sum += *number;
  result = 0;
  goto end;
failed:
  ++failures;  // NORACE
end:
  pthread_mutex_unlock(&m);
  return result;
}

static void* work(void* given) {
  add(given);
  return given;
}

int main(void) {
  pthread_t a, b;
  int number = 3;
  pthread_create(&a, 0, work, &number);
  pthread_create(&b, 0, work, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return 0;
}
