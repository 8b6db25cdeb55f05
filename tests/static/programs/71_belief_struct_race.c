// C: each function locks the table that it is given; one unlocks too early.
#include <pthread.h>

struct table {
  pthread_mutex_t lock;
  int used;
  int slots[64];
};

void table_put(struct table* t, int value) {
  pthread_mutex_lock(&t->lock);
  if (t->used < 64) {
    t->slots[t->used] = value;
    t->used++;
  }
  pthread_mutex_unlock(&t->lock);
}

int table_take(struct table* t) {
  int value = -1;
  pthread_mutex_lock(&t->lock);
  if (t->used > 0) {
    t->used--;
    value = t->slots[t->used];
  }
  pthread_mutex_unlock(&t->lock);
  return value;
}

int table_count(struct table* t) {
  pthread_mutex_lock(&t->lock);
  int count = t->used;
  pthread_mutex_unlock(&t->lock);
  return count;
}

void table_trim(struct table* t, int limit) {
  pthread_mutex_lock(&t->lock);
  int isOver = t->used > limit;
  pthread_mutex_unlock(&t->lock);
  if (isOver) t->used = limit;  // RACE
}
