// The way out for an empty queue forgets the lock; in a void function, too.
#include <pthread.h>
#include <stddef.h>

struct item {
  struct item* next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct item* head;
static int paused;

struct item* queue_pop(void) {
  pthread_mutex_lock(&lock);  // MISUSE(GD404)
  if (head == NULL) return NULL;
  struct item* item = head;
  head = item->next;
  pthread_mutex_unlock(&lock);
  return item;
}

void queue_push(struct item* item) {
  pthread_mutex_lock(&lock);  // MISUSE(GD404)
  if (paused) return;
  item->next = head;
  head = item;
  pthread_mutex_unlock(&lock);
}
