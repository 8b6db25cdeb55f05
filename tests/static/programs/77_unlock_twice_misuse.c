// The error way unlocks, and then takes the way out that unlocks again.
#include <pthread.h>

struct log {
  pthread_mutex_t lock;
  int length;
  int isFull;
};

int log_append(struct log* log, int amount) {
  int result = 0;
  pthread_mutex_lock(&log->lock);
  if (log->isFull) {
    pthread_mutex_unlock(&log->lock);
    result = -1;
    goto out;
  }
  log->length += amount;
out:
  pthread_mutex_unlock(&log->lock);  // MISUSE(GD404)
  return result;
}
