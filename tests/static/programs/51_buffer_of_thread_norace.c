// Each thread makes its buffer by a function, and fills it by another one.
#include <pthread.h>
#include <stdlib.h>

struct Buffer {
  size_t used;
};

static void append(struct Buffer* buffer, size_t bytes) {
  buffer->used += bytes;  // NORACE
}

static struct Buffer* make(size_t first) {
  struct Buffer* buffer = calloc(1, sizeof *buffer);
  append(buffer, first);
  return buffer;
}

static void* work(void* unused) {
  (void)unused;
  struct Buffer* mine = make(1);
  append(mine, 2);
  free(mine);
  return NULL;
}

int main(void) {
  pthread_t threads[2];
  for (int i = 0; i < 2; ++i) pthread_create(&threads[i], NULL, work, NULL);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
  return 0;
}
