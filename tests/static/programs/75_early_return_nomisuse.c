// Every way out unlocks, one of them by goto; conditions that are asked twice give one answer.
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

struct item {
  struct item* next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;  // NOMISUSE
static struct item* head;
static int paused;

struct item* queue_pop(void) {
  struct item* item = NULL;
  pthread_mutex_lock(&lock);
  if (head == NULL) goto done;
  item = head;
  head = item->next;
done:
  pthread_mutex_unlock(&lock);
  return item;
}

void queue_push(struct item* item, int isShared) {
  if (isShared) pthread_mutex_lock(&lock);
  item->next = head;
  head = item;
  if (isShared) pthread_mutex_unlock(&lock);
}

void queue_check(void) {
  pthread_mutex_lock(&lock);
  if (paused > 1) exit(1);
  if (paused < 0) {
    pthread_mutex_unlock(&lock);
    abort();
  }
  paused = 0;
  pthread_mutex_unlock(&lock);
}
