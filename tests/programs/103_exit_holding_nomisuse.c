// Released by a key's destructor and by a cleanup handler; robust; and held at the process's end.
#include <stdio.h>

#include <pthread.h>
#include <semaphore.h>

static pthread_mutex_t by_key = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t by_cleanup = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t at_end = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t robust;
static sem_t token;
static pthread_key_t key;

static void release(void* lock) {
  pthread_mutex_unlock(lock);
}

static void* work(void* unused) {
  pthread_mutex_lock(&by_key);
  pthread_setspecific(key, &by_key);
  pthread_mutex_lock(&robust);
  sem_wait(&token);
  pthread_mutex_lock(&by_cleanup);
  pthread_cleanup_push(release, &by_cleanup);
  pthread_exit(unused);
  pthread_cleanup_pop(1);
}

int main(void) {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init(&robust, &kind);
  sem_init(&token, 0, 1);
  pthread_key_create(&key, release);
  pthread_t thread;
  pthread_create(&thread, 0, work, 0);
  pthread_join(thread, 0);
  pthread_mutex_lock(&at_end);
  puts("done");  // NODEADLOCK
}
