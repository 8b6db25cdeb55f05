// One slot is drawn: it gives the lock and the data.
#include <pthread.h>
#include <stdlib.h>

enum { kSlots = 16 };

struct slot {
  pthread_mutex_t lock;
  int hits;
};

static struct slot slots[kSlots];

static void* hit(void* unused) {
  const int locked = rand() % kSlots;
  pthread_mutex_lock(&slots[locked].lock);
  ++slots[locked].hits;  // NORACE
  pthread_mutex_unlock(&slots[locked].lock);
  return unused;
}

int main(void) {
  for (int i = 0; i < kSlots; ++i) pthread_mutex_init(&slots[i].lock, NULL);
  pthread_t first, second;
  pthread_create(&first, NULL, hit, NULL);
  pthread_create(&second, NULL, hit, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
  return 0;
}
