// Each worker walks over the list and counts in its nodes, under the list's lock.
#include <pthread.h>
#include <stdlib.h>

struct node {
  struct node* next;
  int visits;
};

static struct node* head;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void* walk(void* unused) {
  pthread_mutex_lock(&lock);
  for (struct node* node = head; node != NULL; node = node->next) ++node->visits;  // NORACE
  pthread_mutex_unlock(&lock);
  return unused;
}

int main(void) {
  for (int i = 0; i < 3; ++i) {
    struct node* made = calloc(1, sizeof *made);
    made->next = head;
    head = made;
  }
  pthread_t first, second;
  pthread_create(&first, NULL, walk, NULL);
  pthread_create(&second, NULL, walk, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
  return 0;
}
