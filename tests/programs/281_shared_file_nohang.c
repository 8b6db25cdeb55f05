// Two programs that were started one by one map the same shared memory, and take turns.
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

static struct shared {
  pthread_mutex_t a;
  pthread_mutex_t b;
  int arrived;
} * shared;

static void make(pthread_mutex_t* mutex) {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(mutex, &kind);
}

static void forth(void) {
  pthread_mutex_lock(&shared->a);
  meet(&shared->arrived, 2);
  pthread_mutex_lock(&shared->b);
  be_slow();
  pthread_mutex_unlock(&shared->b);
  pthread_mutex_unlock(&shared->a);
}

static void back(void) {
  meet(&shared->arrived, 2);
  pthread_mutex_lock(&shared->a);  // NODEADLOCK
  pthread_mutex_lock(&shared->b);
  pthread_mutex_unlock(&shared->b);
  pthread_mutex_unlock(&shared->a);
}

static void open_shared(const char* name) {
  const int file = shm_open(name, O_CREAT | O_RDWR, 0600);
  if (ftruncate(file, sizeof *shared) != 0) _exit(1);
  shared = mmap(0, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
}

int main(int count, char** arguments) {
  char name[64];
  if (count > 1) {
    open_shared(arguments[1]);
    back();
    return 0;
  }
  snprintf(name, sizeof name, "/gordian-281-%ld", (long)getpid());
  open_shared(name);
  make(&shared->a);
  make(&shared->b);
  if (fork() == 0) {
    execl("/proc/self/exe", arguments[0], name, (char*)0);
    _exit(127);
  }
  forth();
  shm_unlink(name);
  wait(0);
  puts("done");
}
