/* A loop over many cases, each with variables of its own, as a generated parser is: what is asked
   for after it is known still, so both take the lock that `guard` names. */
#include <pthread.h>
#include <stdlib.h>

struct node {
  struct node* next;
  int value;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
static int total;

#define CASE(n)                                     \
  case n: {                                         \
    struct node* made##n = malloc(sizeof *made##n); \
    struct node* kept##n = made##n;                 \
    kept##n->next = made##n;                        \
    kept##n->value = n;                             \
    free(kept##n);                                  \
    break;                                          \
  }
#define TEN(n) \
  CASE(n##0)   \
  CASE(n##1) CASE(n##2) CASE(n##3) CASE(n##4) CASE(n##5) CASE(n##6) CASE(n##7) CASE(n##8) CASE(n##9)

static void* parse(void* input) {
  const int* at = input;
  pthread_mutex_t* guard = &lock;
  pthread_mutex_t** chosen = &guard;
  for (; *at != 0; ++at) {
    switch (*at) { TEN(1) TEN(2) TEN(3) TEN(4) TEN(5) TEN(6) }
  }
  pthread_mutex_lock(*chosen);
  ++total;  // NORACE
  pthread_mutex_unlock(*chosen);
  return NULL;
}

int main(void) {
  static int input[] = {10, 69, 0};
  pthread_t parser;
  pthread_create(&parser, NULL, parse, input);
  pthread_mutex_lock(&lock);
  ++total;
  pthread_mutex_unlock(&lock);
  pthread_join(parser, NULL);
  pthread_mutex_lock(&other);
  pthread_mutex_unlock(&other);
  return total;
}
