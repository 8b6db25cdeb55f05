#pragma once
#include <pthread.h>

struct list {
  pthread_mutex_t lock;
  int length;
};

int list_length(struct list* list);
void list_add(struct list* list);
