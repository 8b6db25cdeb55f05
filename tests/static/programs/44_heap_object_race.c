// An object on the heap, known by two threads, with a lock that one of them does not take.
#include <pthread.h>
#include <stdlib.h>

struct Cell {
  pthread_mutex_t m;
  int value;
};

static void* careful(void* given) {
  struct Cell* cell = given;
  pthread_mutex_lock(&cell->m);
  ++cell->value;
  pthread_mutex_unlock(&cell->m);
  return 0;
}

static void* careless(void* given) {
  struct Cell* cell = given;
  ++cell->value;  // RACE
  return 0;
}

int main(void) {
  struct Cell* cell = malloc(sizeof *cell);
  pthread_mutex_init(&cell->m, 0);
  cell->value = 1;
  pthread_t a, b;
  pthread_create(&a, 0, careful, cell);
  pthread_create(&b, 0, careless, cell);
  pthread_join(a, 0);
  pthread_join(b, 0);
  free(cell);
  return 0;
}
