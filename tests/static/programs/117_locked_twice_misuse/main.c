/* Adding asks for the length, which takes the lock that is held. */
#include "list.h"

#include <stdio.h>

void list_add(struct list* list) {
  pthread_mutex_lock(&list->lock);
  if (list_length(list) < 10) ++list->length;
  pthread_mutex_unlock(&list->lock);
}

static struct list list = {PTHREAD_MUTEX_INITIALIZER, 0};

static void* add(void* unused) {
  list_add(&list);
  return unused;
}

int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, add, 0);
  pthread_create(&b, 0, add, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  printf("%d\n", list.length);
  return 0;
}
