/* A registry of connections: buckets with a lock each, a list of those that are idle, totals, a
   configuration that is read often, and a thread that closes what is idle for too long. Every datum
   that two threads use has its lock; mutation_test.py takes one lock away at a time. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUCKETS 16
#define HANDLERS 4

struct connection {
  int id;
  int uses;
  long bytes;
  time_t last;
  struct connection* next;
};

struct bucket {
  pthread_mutex_t lock;
  struct connection* first;
  int length;
};

struct idle {
  int id;
  time_t since;
  struct idle* next;
};

struct registry {
  struct bucket buckets[BUCKETS];
  pthread_mutex_t idle_lock;
  pthread_cond_t idle_changed;
  struct idle* idle;
  int idle_count;
  int is_closing;
  pthread_rwlock_t config_lock;
  int max_idle;
  int max_uses;
  char name[32];
};

static pthread_mutex_t totals_lock = PTHREAD_MUTEX_INITIALIZER;
static long total_bytes;
static long total_opened;
static long total_closed;

static pthread_mutex_t error_lock = PTHREAD_MUTEX_INITIALIZER;
static char last_error[64];
static int errors;

static void note_error(const char* text) {
  pthread_mutex_lock(&error_lock);
  strncpy(last_error, text, sizeof last_error - 1);
  ++errors;
  pthread_mutex_unlock(&error_lock);
}

static int copy_error(char* to, size_t size) {
  int count;
  pthread_mutex_lock(&error_lock);
  strncpy(to, last_error, size - 1);
  count = errors;
  pthread_mutex_unlock(&error_lock);
  return count;
}

static void count_bytes(long bytes) {
  pthread_mutex_lock(&totals_lock);
  total_bytes += bytes;
  pthread_mutex_unlock(&totals_lock);
}

static struct bucket* bucket_of(struct registry* r, int id) {
  return &r->buckets[id % BUCKETS];
}

static int registry_open(struct registry* r, int id) {
  struct bucket* b = bucket_of(r, id);
  struct connection* c = calloc(1, sizeof *c);
  if (c == NULL) {
    note_error("no memory");
    return -1;
  }
  c->id = id;
  c->last = time(NULL);
  pthread_mutex_lock(&b->lock);
  for (struct connection* known = b->first; known != NULL; known = known->next) {
    if (known->id == id) {
      pthread_mutex_unlock(&b->lock);
      free(c);
      note_error("open already");
      return -1;
    }
  }
  c->next = b->first;
  b->first = c;
  ++b->length;
  pthread_mutex_unlock(&b->lock);
  pthread_mutex_lock(&totals_lock);
  ++total_opened;
  pthread_mutex_unlock(&totals_lock);
  return 0;
}

static int registry_use(struct registry* r, int id, long bytes) {
  struct bucket* b = bucket_of(r, id);
  int uses = -1;
  pthread_mutex_lock(&b->lock);
  for (struct connection* c = b->first; c != NULL; c = c->next) {
    if (c->id != id) continue;
    uses = ++c->uses;
    c->bytes += bytes;
    c->last = time(NULL);
    break;
  }
  pthread_mutex_unlock(&b->lock);
  if (uses < 0)
    note_error("not open");
  else
    count_bytes(bytes);
  return uses;
}

static int registry_close(struct registry* r, int id) {
  struct bucket* b = bucket_of(r, id);
  struct connection* found = NULL;
  pthread_mutex_lock(&b->lock);
  for (struct connection** at = &b->first; *at != NULL; at = &(*at)->next) {
    if ((*at)->id != id) continue;
    found = *at;
    *at = found->next;
    --b->length;
    break;
  }
  pthread_mutex_unlock(&b->lock);
  if (found == NULL) return -1;
  free(found);
  pthread_mutex_lock(&totals_lock);
  ++total_closed;
  pthread_mutex_unlock(&totals_lock);
  return 0;
}

static int registry_length(struct registry* r) {
  int length = 0;
  for (int i = 0; i < BUCKETS; ++i) {
    pthread_mutex_lock(&r->buckets[i].lock);
    length += r->buckets[i].length;
    pthread_mutex_unlock(&r->buckets[i].lock);
  }
  return length;
}

static void registry_idle(struct registry* r, int id) {
  struct idle* one = malloc(sizeof *one);
  if (one == NULL) return;
  one->id = id;
  one->since = time(NULL);
  pthread_mutex_lock(&r->idle_lock);
  one->next = r->idle;
  r->idle = one;
  ++r->idle_count;
  pthread_cond_signal(&r->idle_changed);
  pthread_mutex_unlock(&r->idle_lock);
}

static int idle_count(struct registry* r) {
  pthread_mutex_lock(&r->idle_lock);
  int count = r->idle_count;
  pthread_mutex_unlock(&r->idle_lock);
  return count;
}

static int max_idle(struct registry* r) {
  pthread_rwlock_rdlock(&r->config_lock);
  int value = r->max_idle;
  pthread_rwlock_unlock(&r->config_lock);
  return value;
}

static void configure(struct registry* r, int max_idle, int max_uses, const char* name) {
  pthread_rwlock_wrlock(&r->config_lock);
  r->max_idle = max_idle;
  r->max_uses = max_uses;
  strncpy(r->name, name, sizeof r->name - 1);
  pthread_rwlock_unlock(&r->config_lock);
}

static int is_worn(struct registry* r, int uses) {
  int worn;
  pthread_rwlock_rdlock(&r->config_lock);
  worn = uses > r->max_uses;
  pthread_rwlock_unlock(&r->config_lock);
  return worn;
}

static void* reap(void* argument) {
  struct registry* r = argument;
  for (;;) {
    int limit = max_idle(r);
    pthread_mutex_lock(&r->idle_lock);
    while (r->idle_count <= limit && !r->is_closing)
      pthread_cond_wait(&r->idle_changed, &r->idle_lock);
    if (r->idle == NULL) {
      pthread_mutex_unlock(&r->idle_lock);
      return NULL;
    }
    struct idle* one = r->idle;
    r->idle = one->next;
    --r->idle_count;
    pthread_mutex_unlock(&r->idle_lock);
    registry_close(r, one->id);
    free(one);
  }
}

struct handler {
  struct registry* registry;
  int number;
};

static void* handle(void* argument) {
  const struct handler* me = argument;
  for (int i = 0; i < 200; ++i) {
    int id = me->number * 1000 + i;
    registry_open(me->registry, id);
    int uses = registry_use(me->registry, id - i % 3, 100 + i);
    if (is_worn(me->registry, uses))
      registry_close(me->registry, id);
    else
      registry_idle(me->registry, id);
  }
  return NULL;
}

static void print(struct registry* r) {
  char text[64] = "";
  int count = copy_error(text, sizeof text);
  pthread_mutex_lock(&totals_lock);
  printf("%ld opened, %ld closed, %ld bytes\n", total_opened, total_closed, total_bytes);
  pthread_mutex_unlock(&totals_lock);
  printf("%d open, %d idle, %d errors (%s)\n", registry_length(r), idle_count(r), count, text);
  pthread_rwlock_rdlock(&r->config_lock);  // not needed: only this thread writes it
  printf("%s: at most %d idle\n", r->name, r->max_idle);
  pthread_rwlock_unlock(&r->config_lock);
}

int main(void) {
  struct registry* r = calloc(1, sizeof *r);
  pthread_t reaper;
  pthread_t threads[HANDLERS];
  struct handler handlers[HANDLERS];
  if (r == NULL) return 1;
  for (int i = 0; i < BUCKETS; ++i) pthread_mutex_init(&r->buckets[i].lock, NULL);
  pthread_mutex_init(&r->idle_lock, NULL);
  pthread_cond_init(&r->idle_changed, NULL);
  pthread_rwlock_init(&r->config_lock, NULL);
  configure(r, 10, 3, "first");
  pthread_create(&reaper, NULL, reap, r);
  for (int i = 0; i < HANDLERS; ++i) {
    handlers[i].registry = r;
    handlers[i].number = i;
    pthread_create(&threads[i], NULL, handle, &handlers[i]);
  }
  for (int i = 0; i < 20; ++i) {
    print(r);
    configure(r, 10 + i, 3 + i / 4, i % 2 ? "odd" : "even");
  }
  for (int i = 0; i < HANDLERS; ++i) pthread_join(threads[i], NULL);
  pthread_mutex_lock(&r->idle_lock);
  r->is_closing = 1;
  pthread_cond_signal(&r->idle_changed);
  pthread_mutex_unlock(&r->idle_lock);
  pthread_join(reaper, NULL);
  free(r);
  return 0;
}
