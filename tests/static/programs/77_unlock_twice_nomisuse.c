// Functions that unlock for their caller, or for a while; and one that locks again before it goes.
#include <pthread.h>

struct log {
  pthread_mutex_t lock;  // NOMISUSE
  int length;
  int isFull;
};

void log_flush(struct log* log) {
  pthread_mutex_unlock(&log->lock);
  log->isFull = 0;
  pthread_mutex_lock(&log->lock);
}

void log_done(struct log* log) {
  log->length = 0;
  pthread_mutex_unlock(&log->lock);
}

int log_append(struct log* log, int amount) {
  pthread_mutex_lock(&log->lock);
  if (log->isFull) log_flush(log);
  if (log->isFull) {
    pthread_mutex_unlock(&log->lock);
    return -1;
  }
  log->length += amount;
  log_done(log);
  return 0;
}
