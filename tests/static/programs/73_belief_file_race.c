// A file's lock and its counter: one function writes after it has unlocked.
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long pending;

void begin_work(void) {
  pthread_mutex_lock(&lock);
  pending++;
  pthread_mutex_unlock(&lock);
}

void end_work(void) {
  pthread_mutex_lock(&lock);
  pending--;
  pthread_mutex_unlock(&lock);
}

long pending_work(void) {
  pthread_mutex_lock(&lock);
  long now = pending;
  pthread_mutex_unlock(&lock);
  return now;
}

void add_work(long amount) {
  pthread_mutex_lock(&lock);
  pending += amount;
  pthread_mutex_unlock(&lock);
}

void drop_work(void) {
  pthread_mutex_lock(&lock);
  long now = pending;
  pthread_mutex_unlock(&lock);
  pending = now / 2;  // RACE
}
