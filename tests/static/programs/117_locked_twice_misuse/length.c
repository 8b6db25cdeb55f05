#include "list.h"

int list_length(struct list* list) {
  pthread_mutex_lock(&list->lock);  // MISUSE(GD102)
  int length = list->length;
  pthread_mutex_unlock(&list->lock);
  return length;
}
