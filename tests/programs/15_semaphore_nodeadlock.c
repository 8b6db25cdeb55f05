// The same calls, but the posts come from the other thread: signals, not locks.
#include <semaphore.h>
#include <stdio.h>

#include "live.h"

static sem_t ping;
static sem_t pong;

static void forth(void) {
  sem_wait(&ping);
  sem_wait(&pong);  // NODEADLOCK
}

static void back(void) {
  sem_post(&pong);
  sem_post(&ping);
  sem_wait(&pong);
  sem_wait(&ping);  // NODEADLOCK
  sem_post(&ping);
  sem_post(&pong);
}

int main(void) {
  sem_init(&ping, 0, 1);
  sem_init(&pong, 0, 1);
  run_live(forth, back);
  puts("done");
}
