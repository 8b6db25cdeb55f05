// Destroyed when all are done with it, by the one who unlocked it last; and made anew at the place.
#include <stdio.h>
#include <stdlib.h>

#include <pthread.h>

struct account {
  pthread_mutex_t m;
  pthread_cond_t changed;
  int users;
};

static void leave(struct account* one) {
  pthread_mutex_lock(&one->m);
  const int left = --one->users;
  pthread_cond_broadcast(&one->changed);
  pthread_mutex_unlock(&one->m);
  if (left != 0) return;
  pthread_mutex_destroy(&one->m);
  pthread_cond_destroy(&one->changed);
  free(one);
}

static void* use(void* one) {
  leave(one);
  return 0;
}

int main(void) {
  for (int i = 0; i < 200; ++i) {
    struct account* one = malloc(sizeof *one);
    pthread_mutex_init(&one->m, 0);
    pthread_cond_init(&one->changed, 0);
    one->users = 3;
    pthread_t threads[3];
    for (int k = 0; k < 3; ++k) pthread_create(&threads[k], 0, use, one);
    for (int k = 0; k < 3; ++k) pthread_join(threads[k], 0);
  }
  puts("done");  // NODEADLOCK
}
