// Success means that the lock is held; a try that failed holds nothing.
#include <pthread.h>
#include <stddef.h>

struct session {
  pthread_mutex_t lock;  // NOMISUSE
  int state;
};

struct session* session_get(struct session* session) {
  pthread_mutex_lock(&session->lock);
  if (session->state == 0) {
    pthread_mutex_unlock(&session->lock);
    return NULL;
  }
  return session;
}

int session_claim(struct session* session) {
  pthread_mutex_lock(&session->lock);
  if (session->state == 0) {
    pthread_mutex_unlock(&session->lock);
    return -1;
  }
  return 0;
}

int session_step(struct session* session) {
  if (pthread_mutex_trylock(&session->lock) != 0) return 0;
  session->state++;
  pthread_mutex_unlock(&session->lock);
  return 1;
}
