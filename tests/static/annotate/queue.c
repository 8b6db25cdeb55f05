#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t count_lock = PTHREAD_MUTEX_INITIALIZER;
static long count;

struct queue {
  long early; /* in front of its lock, where C cannot name that */
  pthread_mutex_t lock;
  long items[16];
  size_t size;
};

static struct queue jobs = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void push_locked(struct queue* queue, long item) {
  if (queue->size < 16) queue->items[queue->size++] = item;
}

static void push(struct queue* queue, long item) {
  pthread_mutex_lock(&queue->lock);
  push_locked(queue, item);
  queue->early++;
  pthread_mutex_unlock(&queue->lock);
}

static void* work(void* unused) {
  (void)unused;
  for (long i = 0; i < 10; ++i) {
    push(&jobs, i);
    pthread_mutex_lock(&count_lock);
    count++;
    pthread_mutex_unlock(&count_lock);
  }
  return NULL;
}

int main(void) {
  pthread_t one, two;
  pthread_create(&one, NULL, work, NULL);
  pthread_create(&two, NULL, work, NULL);
  pthread_join(one, NULL);
  pthread_join(two, NULL);
  pthread_mutex_lock(&count_lock);
  const int status = count == 20 ? 0 : 1;
  pthread_mutex_unlock(&count_lock);
  return status;
}
