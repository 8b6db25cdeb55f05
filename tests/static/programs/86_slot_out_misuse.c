// OPTIONS: possible
// C: the address of a slot of the table, given back after the unlock and through a parameter.
#include <pthread.h>
#include <stddef.h>

struct slot {
  int key;
  int value;
};

struct table {
  pthread_mutex_t lock;
  struct slot slots[32];
};

void table_put(struct table* t, int i, struct slot slot) {
  pthread_mutex_lock(&t->lock);
  t->slots[i] = slot;
  pthread_mutex_unlock(&t->lock);
}

void table_clear(struct table* t, int i) {
  struct slot none = {0, 0};
  pthread_mutex_lock(&t->lock);
  t->slots[i] = none;
  pthread_mutex_unlock(&t->lock);
}

struct slot* table_get(struct table* t, int i) {
  pthread_mutex_lock(&t->lock);
  struct slot* found = &t->slots[i];
  pthread_mutex_unlock(&t->lock);
  return found;  // MISUSE(GD403)
}

int table_find(struct table* t, int i, struct slot** out) {
  pthread_mutex_lock(&t->lock);
  *out = &t->slots[i];  // MISUSE(GD403)
  pthread_mutex_unlock(&t->lock);
  return 0;
}
