// OPTIONS: possible
// Numbers are compared, for the log alone; the order is that of the arguments.
#include <pthread.h>

struct queue {
  pthread_mutex_t m;
  int number;
  long length;
};

static struct queue left = {PTHREAD_MUTEX_INITIALIZER, 1, 5};
static struct queue right = {PTHREAD_MUTEX_INITIALIZER, 2, 5};
static __thread long upwards;

static void lock_both(struct queue* one, struct queue* other) {
  pthread_mutex_lock(&one->m);
  pthread_mutex_lock(&other->m);  // DEADLOCK
}

static void shift(struct queue* from, struct queue* to) {
  if (from->number < to->number) ++upwards;
  lock_both(from, to);
  --from->length;
  ++to->length;
  pthread_mutex_unlock(&from->m);
  pthread_mutex_unlock(&to->m);
}

static void* to_right(void* unused) {
  shift(&left, &right);
  return unused;
}

static void* to_left(void* unused) {
  shift(&right, &left);
  return unused;
}

int main(void) {
  pthread_t a;
  pthread_t b;
  pthread_create(&a, NULL, to_right, NULL);
  pthread_create(&b, NULL, to_left, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return 0;
}
