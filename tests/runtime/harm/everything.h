// Every kind of lock and wait that threads know, one after the other.
#pragma once

#include "harm.h"

enum { kLocks = 400 };
static pthread_mutex_t locks[kLocks];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static sem_t semaphore;
static sem_t answer;
static int isThere;

static void pairs(void) {
  for (int i = 0; i + 1 < kLocks; ++i) {
    pthread_mutex_lock(&locks[i]);
    pthread_mutex_lock(&locks[i + 1]);
    pthread_mutex_unlock(&locks[i + 1]);
    pthread_mutex_unlock(&locks[i]);
  }
}

static void* awaitAll(void* nothing) {
  pthread_mutex_lock(&mutex);
  while (!isThere) pthread_cond_wait(&condition, &mutex);
  pthread_mutex_unlock(&mutex);
  while (sem_wait(&semaphore) != 0) {
  }
  pthread_once(&once, pairs);
  sem_post(&answer);
  return nothing;
}

static long waitersMs = 600;  // how long they wait

// Every kind of wait, with threads on stacks of this size; 0: the usual one.
static void everything(size_t stackSize) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  if (stackSize != 0) pthread_attr_setstacksize(&attributes, stackSize);
  sem_init(&semaphore, 0, 0);
  sem_init(&answer, 0, 0);
  isThere = 0;
  pthread_t threads[3];
  for (int i = 0; i < 3; ++i) {
    const int error = pthread_create(&threads[i], &attributes, awaitAll, NULL);
    if (error != 0) {
      say("FAILED: create %s", nameOfError(error));
      abort();
    }
  }
  pauseMs(waitersMs);
  pthread_mutex_lock(&mutex);
  isThere = 1;
  pthread_cond_broadcast(&condition);
  pthread_mutex_unlock(&mutex);
  for (int i = 0; i < 3; ++i) sem_post(&semaphore);
  for (int i = 0; i < 3; ++i) {
    while (sem_wait(&answer) != 0) {
    }
    pthread_join(threads[i], NULL);
  }
  pairs();
}

// The same in a child.
static void childToo(void) {
  everything(0);
  const pid_t child = fork();
  if (child == 0) {
    everything(0);
    _exit(4);
  }
  say("child %d", endOf(child));
}
