// C: a copy of the slot; an address that stays inside; and a function that locks for its caller.
#include <pthread.h>
#include <stddef.h>

struct slot {
  int key;
  int value;
};

struct table {
  pthread_mutex_t lock;
  struct slot slots[32];
  struct slot* last;
};

void table_put(struct table* t, int i, struct slot slot) {
  pthread_mutex_lock(&t->lock);
  t->slots[i] = slot;
  t->last = &t->slots[i];  // NOMISUSE
  pthread_mutex_unlock(&t->lock);
}

void table_clear(struct table* t, int i) {
  struct slot none = {0, 0};
  pthread_mutex_lock(&t->lock);
  t->slots[i] = none;
  t->last = NULL;
  pthread_mutex_unlock(&t->lock);
}

int table_copy(struct table* t, int i, struct slot* out) {
  pthread_mutex_lock(&t->lock);
  *out = t->slots[i];
  pthread_mutex_unlock(&t->lock);
  return 0;
}

struct slot* table_enter(struct table* t, int i) {
  pthread_mutex_lock(&t->lock);
  return &t->slots[i];
}

void table_leave(struct table* t) {
  pthread_mutex_unlock(&t->lock);
}
