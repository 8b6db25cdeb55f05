// OPTIONS: locks=2
// Named semaphores of value 1, each posted by the thread that waited: locks in all but name.
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <unistd.h>

#include "live.h"

static sem_t* a;
static sem_t* b;

static void forth(void) {
  sem_wait(a);
  sem_wait(b);  // DEADLOCK
  sem_post(b);
  sem_post(a);
}

static void back(void) {
  sem_wait(b);
  sem_wait(a);  // DEADLOCK
  sem_post(a);
  sem_post(b);
}

static sem_t* make(const char* role) {
  char name[64];
  snprintf(name, sizeof name, "/gordian-%s-%ld", role, (long)getpid());
  sem_t* made = sem_open(name, O_CREAT | O_EXCL, 0600, 1);
  sem_unlink(name);
  return made;
}

int main(void) {
  a = make("a");
  b = make("b");
  run_live(forth, back);
  puts("done");
}
