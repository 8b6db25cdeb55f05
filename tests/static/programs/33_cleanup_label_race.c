// One of the ways to the label has not taken the lock, and the label's access does not ask.
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int failures;
static int sum;

static int add(const int* number) {
  int isHeld = 0;
  if (number == 0) goto failed;
  pthread_mutex_lock(&m);
  isHeld = 1;
  if (*number < 0) goto failed;
  sum += *number;
  pthread_mutex_unlock(&m);
  return 0;
failed:
  ++failures;  // RACE
  if (isHeld) pthread_mutex_unlock(&m);
  return -1;
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
