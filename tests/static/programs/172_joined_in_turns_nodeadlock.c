/* One way out joins the others first, the other one the thread that takes the locks the other way
   round: which comes first differs, but never do both run. */
#include <pthread.h>

static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t paused = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_t grower, writer, cleaner;
static int size, lines;

static void* grow(void* unused) {
  pthread_mutex_lock(&table);
  pthread_mutex_lock(&paused);
  ++size;
  pthread_mutex_unlock(&paused);
  pthread_mutex_unlock(&table);
  return unused;
}

static void* note(void* unused) {
  pthread_mutex_lock(&log_lock);
  ++lines;
  pthread_mutex_unlock(&log_lock);
  return unused;
}

static void resize(void) {
  pthread_mutex_lock(&paused);
  pthread_mutex_lock(&table);  // NODEADLOCK
  size = 0;
  pthread_mutex_unlock(&table);
  pthread_mutex_unlock(&paused);
}

int main(int argc, char** argv) {
  (void)argv;
  pthread_create(&grower, NULL, grow, NULL);
  pthread_create(&writer, NULL, note, NULL);
  pthread_create(&cleaner, NULL, note, NULL);
  if (argc > 1) {
    pthread_join(writer, NULL);
    pthread_join(cleaner, NULL);
    pthread_mutex_lock(&log_lock);
    lines = 0;
    pthread_mutex_unlock(&log_lock);
    pthread_join(grower, NULL);
    return 0;
  }
  pthread_join(grower, NULL);
  resize();
  pthread_join(writer, NULL);
  pthread_join(cleaner, NULL);
  return 0;
}
