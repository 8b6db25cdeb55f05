// The error code is given back with the lock held, the success without: the wrong way round.
#include <pthread.h>

struct session {
  pthread_rwlock_t lock;
  int state;
};

int session_open(struct session* session, int state) {
  pthread_rwlock_wrlock(&session->lock);  // MISUSE(GD404)
  if (session->state != 0) return -1;
  session->state = state;
  pthread_rwlock_unlock(&session->lock);
  return 0;
}
