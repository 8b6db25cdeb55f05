// C: what is new belongs to nobody else yet, what is freed to nobody any more; the lock of one
// table says nothing about another one.
#include <pthread.h>
#include <stdlib.h>

struct table {
  pthread_mutex_t lock;
  int used;
  int limit;
};

struct table* table_create(int limit) {
  struct table* t = malloc(sizeof *t);
  if (t == NULL) return NULL;
  pthread_mutex_init(&t->lock, NULL);
  t->used = 0;
  t->limit = limit;
  return t;
}

void table_put(struct table* t) {
  pthread_mutex_lock(&t->lock);
  if (t->used < t->limit) t->used++;
  pthread_mutex_unlock(&t->lock);
}

void table_take(struct table* t) {
  pthread_mutex_lock(&t->lock);
  if (t->used > 0) t->used--;
  pthread_mutex_unlock(&t->lock);
}

int table_count(struct table* t) {
  pthread_mutex_lock(&t->lock);
  int count = t->used;
  pthread_mutex_unlock(&t->lock);
  return count;
}

void table_reset(struct table* t) {
  pthread_mutex_lock(&t->lock);
  t->used = 0;
  pthread_mutex_unlock(&t->lock);
}

int table_limit(const struct table* t) {
  return t->limit;  // NORACE
}

void table_destroy(struct table* t) {
  t->used = 0;
  pthread_mutex_destroy(&t->lock);
  free(t);
}
