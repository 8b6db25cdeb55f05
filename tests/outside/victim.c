// Hangs in the way that its argument names, after it said "ready". Ended by whoever started it.
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t alice = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t bob = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t both;

static void ready(void) {
  if (write(STDOUT_FILENO, "ready\n", 6) != 6) _exit(1);
}

__attribute__((noinline)) static void transfer(pthread_mutex_t* from, pthread_mutex_t* to) {
  pthread_mutex_lock(from);
  pthread_barrier_wait(&both);
  pthread_mutex_lock(to);
  pthread_mutex_unlock(to);
  pthread_mutex_unlock(from);
}

static void* teller(void* unused) {
  pthread_setname_np(pthread_self(), "teller");
  transfer(&bob, &alice);
  return unused;
}

static void* writer(void* unused) {
  pthread_rwlock_wrlock(&table);
  pthread_barrier_wait(&both);
  pthread_mutex_lock(&alice);
  return unused;
}

static void* waiter(void* unused) {
  pthread_mutex_lock(&bob);
  pthread_cond_wait(&changed, &bob);
  return unused;
}

static void start(void* (*body)(void*), pthread_t* thread) {
  pthread_barrier_init(&both, NULL, 2);
  pthread_create(thread, NULL, body, NULL);
}

int main(int count, char** arguments) {
  const char* mode = count > 1 ? arguments[1] : "";
  pthread_t thread;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (strcmp(mode, "abba") == 0) {
    start(teller, &thread);
    ready();
    transfer(&alice, &bob);
  } else if (strcmp(mode, "rwlock") == 0) {
    start(writer, &thread);
    pthread_mutex_lock(&alice);
    pthread_barrier_wait(&both);
    ready();
    pthread_rwlock_rdlock(&table);
  } else if (strcmp(mode, "condition") == 0) {
    start(waiter, &thread);
    ready();
    pthread_join(thread, NULL);
  } else if (strcmp(mode, "sleep") == 0) {
    pthread_mutex_lock(&alice);
    ready();
    sleep(60);
  } else if (strcmp(mode, "zombie") == 0) {
    pid_t child = fork();
    if (child == 0) _exit(0);
    printf("%d\n", (int)child);
    fflush(stdout);
    sleep(60);
  }
  return 0;
}
