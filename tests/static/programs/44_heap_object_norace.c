// Objects on the heap: one for each thread.
#include <pthread.h>
#include <stdlib.h>

struct Cell {
  int value;
};

static void* work(void* given) {
  struct Cell* cell = given;
  ++cell->value;  // NORACE
  free(cell);
  return 0;
}

int main(void) {
  pthread_t threads[3];
  for (int i = 0; i < 3; ++i) {
    struct Cell* cell = malloc(sizeof *cell);
    cell->value = i;
    pthread_create(&threads[i], 0, work, cell);
  }
  for (int i = 0; i < 3; ++i) pthread_join(threads[i], 0);
  return 0;
}
