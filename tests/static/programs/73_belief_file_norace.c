// A program whose only thread runs these functions: most lock, and nobody else is there.
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long pending;

static void begin_work(void) {
  pthread_mutex_lock(&lock);
  pending++;
  pthread_mutex_unlock(&lock);
}

static void end_work(void) {
  pthread_mutex_lock(&lock);
  pending--;
  pthread_mutex_unlock(&lock);
}

static void add_work(long amount) {
  pthread_mutex_lock(&lock);
  pending += amount;
  pthread_mutex_unlock(&lock);
}

static long pending_work(void) {
  pthread_mutex_lock(&lock);
  long now = pending;
  pthread_mutex_unlock(&lock);
  return now;
}

int main(void) {
  begin_work();
  add_work(3);
  pending /= 2;  // NORACE
  end_work();
  printf("%ld\n", pending_work());
}
