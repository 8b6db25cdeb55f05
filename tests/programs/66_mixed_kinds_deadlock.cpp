// OPTIONS: locks=3
// A ring of three kinds: mutex, writer, semaphore.
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
  std::unique_lock second(shared);  // DEADLOCK
}

void sharedThenToken() {
  std::unique_lock first(shared);
  sem_wait(&token);  // DEADLOCK
  sem_post(&token);
}

void tokenThenPlain() {
  sem_wait(&token);
  { std::lock_guard second(plain); }  // DEADLOCK
  sem_post(&token);
}

int main() {
  sem_init(&token, 0, 1);
  runLive({plainThenShared, sharedThenToken, tokenThenPlain});
  std::puts("done");
}
