/* Buckets with a lock each, chosen by a key: whichever it is, its own lock is held. */
#include <pthread.h>
#include <stddef.h>

#define BUCKETS 8

struct bucket {
  pthread_mutex_t lock;
  long sum;
};

static struct bucket buckets[BUCKETS];

static struct bucket* bucket_of(int key) {
  return &buckets[key % BUCKETS];
}

static void* add(void* argument) {
  (void)argument;
  for (int key = 0; key < 100; ++key) {
    struct bucket* b = bucket_of(key);
    pthread_mutex_lock(&b->lock);
    b->sum += key;
    pthread_mutex_unlock(&b->lock);
  }
  return NULL;
}

static void* take(void* argument) {
  (void)argument;
  for (int key = 0; key < 100; ++key) {
    struct bucket* b = bucket_of(key);
    pthread_mutex_lock(&b->lock);
    b->sum -= key;  // NORACE
    pthread_mutex_unlock(&b->lock);
  }
  return NULL;
}

int main(void) {
  pthread_t one;
  pthread_t other;
  for (int i = 0; i < BUCKETS; ++i) pthread_mutex_init(&buckets[i].lock, NULL);
  pthread_create(&one, NULL, add, NULL);
  pthread_create(&other, NULL, take, NULL);
  pthread_join(one, NULL);
  pthread_join(other, NULL);
  return 0;
}
