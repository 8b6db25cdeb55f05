// The same ring, but the shared mutex is only read: nobody waits for its holder.
#include <semaphore.h>

#include <cstdio>
#include <mutex>
#include <shared_mutex>

#include "live.hpp"

std::mutex plain;
std::shared_mutex shared;
sem_t token;

void plainThenShared() {
  std::lock_guard first(plain);
  std::shared_lock second(shared);  // NODEADLOCK(readers only)
}

void sharedThenToken() {
  std::shared_lock first(shared);
  sem_wait(&token);  // NODEADLOCK(readers only)
  sem_post(&token);
}

void tokenThenPlain() {
  sem_wait(&token);
  { std::lock_guard second(plain); }
  sem_post(&token);
}

int main() {
  sem_init(&token, 0, 1);
  runLive({plainThenShared, sharedThenToken, tokenThenPlain});
  std::puts("done");
}
