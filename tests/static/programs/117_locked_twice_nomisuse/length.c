/* The caller holds the lock. */
#include "list.h"

int list_length(struct list* list) {
  return list->length;  // NOMISUSE
}
