// The writer lives, and does not load the runtime: its parent waits until it is done.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

static struct shared {
  pthread_rwlock_t lock;
  int arrived;
} * table;

static void open_table(const char* name) {
  const int file = open(name, O_CREAT | O_RDWR, 0600);
  if (ftruncate(file, sizeof *table) != 0) _exit(1);
  table = mmap(0, sizeof *table, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
}

int main(int count, char** arguments) {
  char name[64];
  if (count > 1) {
    open_table(arguments[1]);
    pthread_rwlock_wrlock(&table->lock);
    meet(&table->arrived, 2);
    linger(1500);
    pthread_rwlock_unlock(&table->lock);
    return 0;
  }
  snprintf(name, sizeof name, "table.%ld", (long)getpid());
  open_table(name);
  pthread_rwlockattr_t kind;
  pthread_rwlockattr_init(&kind);
  pthread_rwlockattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  pthread_rwlock_init(&table->lock, &kind);
  const pid_t child = fork();
  if (child == 0) {
    unsetenv("LD_PRELOAD");
    execl("/proc/self/exe", arguments[0], name, (char*)0);
    _exit(127);
  }
  meet(&table->arrived, 2);
  pthread_rwlock_rdlock(&table->lock);  // NODEADLOCK
  pthread_rwlock_unlock(&table->lock);
  waitpid(child, 0, 0);
  puts("done");
}
