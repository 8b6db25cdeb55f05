// The buffer is made once, by a function, and given to both threads.
#include <pthread.h>
#include <stdlib.h>

struct Buffer {
  size_t used;
};

static void append(struct Buffer* buffer, size_t bytes) {
  buffer->used += bytes;  // RACE
}

static struct Buffer* make(size_t first) {
  struct Buffer* buffer = calloc(1, sizeof *buffer);
  append(buffer, first);
  return buffer;
}

static void* work(void* given) {
  append(given, 2);
  return NULL;
}

int main(void) {
  struct Buffer* shared = make(1);
  pthread_t threads[2];
  for (int i = 0; i < 2; ++i) pthread_create(&threads[i], NULL, work, shared);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
  free(shared);
  return 0;
}
