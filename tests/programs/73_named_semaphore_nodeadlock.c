// Named semaphores, but the posts come from the other thread: signals, not locks.
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <unistd.h>

#include "live.h"

static sem_t* ping;
static sem_t* pong;

static void forth(void) {
  sem_wait(ping);
  sem_wait(pong);  // NODEADLOCK
}

static void back(void) {
  sem_post(pong);
  sem_post(ping);
  sem_wait(pong);
  sem_wait(ping);  // NODEADLOCK
  sem_post(ping);
  sem_post(pong);
}

static sem_t* make(const char* role) {
  char name[64];
  snprintf(name, sizeof name, "/gordian-%s-%ld", role, (long)getpid());
  sem_t* made = sem_open(name, O_CREAT | O_EXCL, 0600, 1);
  sem_unlink(name);
  return made;
}

int main(void) {
  ping = make("ping");
  pong = make("pong");
  run_live(forth, back);
  puts("done");
}
