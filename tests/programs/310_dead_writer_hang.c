// OPTIONS: locks=1 processes=1
// A program that was started by itself writes under a lock in a file, and dies there.
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meet.h"

static pthread_rwlock_t* table;

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
    pthread_rwlock_wrlock(table);
    raise(SIGKILL);
  }
  snprintf(name, sizeof name, "table.%ld", (long)getpid());
  open_table(name);
  pthread_rwlockattr_t kind;
  pthread_rwlockattr_init(&kind);
  pthread_rwlockattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  pthread_rwlock_init(table, &kind);
  const pid_t child = fork();
  if (child == 0) {
    execl("/proc/self/exe", arguments[0], name, (char*)0);
    _exit(127);
  }
  waitpid(child, 0, 0);
  pthread_rwlock_rdlock(table);  // HANG(GD205)
  pthread_rwlock_unlock(table);
  puts("done");
}
