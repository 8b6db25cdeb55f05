// FLAGS: -std=gnu17
// Pointers to functions, tables, cleanups, and what else is C.
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct operations {
  const char* name;
  int (*run)(void*);
  struct {
    void (*stop)(void);
  } nested;
};

static int runOne(void* p) { return p != NULL; }
static void stopIt(void) {}

static const struct operations table[] = {
    {"one", runOne, {stopIt}},
    [2] = {.run = runOne},
};
int (*current)(void*) = runOne;
atomic_int counter;
volatile int flag;
_Thread_local int perThread;
int plain;

static void unlockIt(pthread_mutex_t** m) { pthread_mutex_unlock(*m); }

#define LOCKED(m) \
  __attribute__((cleanup(unlockIt))) pthread_mutex_t* held = (m); \
  pthread_mutex_lock(held)

int call(int i, struct operations* ops, int (*callback)(void*)) {
  table[i].run(ops);
  ops->nested.stop();
  (*callback)(ops);
  current = callback;
  return current(NULL);
}

void cleaned(pthread_mutex_t* m) {
  LOCKED(m);
  plain++;
}

int atomics(void) {
  counter++;
  atomic_fetch_add(&counter, 2);
  __sync_fetch_and_add(&plain, 1);
  __atomic_store_n(&plain, 1, __ATOMIC_RELEASE);
  flag = 1;
  perThread = flag;
  return atomic_load(&counter) + counter;
}

void memory(struct operations* to, const struct operations* from) {
  *to = *from;
  memcpy(to, from, sizeof *to);
  memset(to, 0, sizeof *to);
  struct operations local = {.name = "x", .run = runOne};
  struct operations* made = malloc(sizeof *made);
  if (!made) abort();
  *made = (struct operations){.run = local.run};
  free(made);
}

int jumps(int n) {
again:
  if (n-- > 0) goto again;
  int value = ({
    int inner = plain;
    inner + 1;
  });
  return value ?: n;
}

static int once(void) {
  static int calls;
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&lock);
  int result = ++calls;
  pthread_mutex_unlock(&lock);
  return result;
}

int main(int argc, char** argv) { return once() + argc + (argv[0] != 0); }
