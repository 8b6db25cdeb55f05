// Every kind of wait, interrupted by a handler, cancelled, or left by a jump.
#include "harm.h"

#include <linux/futex.h>
#include <setjmp.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static sem_t semaphore;
static sem_t posted;
static int word;
static volatile int isReleased;
static volatile pid_t waiterTid;
static pthread_t joined;

static int failedWith(int result) {
  return result == 0 ? 0 : errno;
}
static struct timespec later(void) {
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += 60;
  return until;
}

static int onMutex(void) {
  const int error = pthread_mutex_lock(&mutex);
  if (error == 0) pthread_mutex_unlock(&mutex);
  return error;
}
static int onTimedMutex(void) {
  const struct timespec until = later();
  const int error = pthread_mutex_timedlock(&mutex, &until);
  if (error == 0) pthread_mutex_unlock(&mutex);
  return error;
}
static int onReadLock(void) {
  const int error = pthread_rwlock_rdlock(&rwlock);
  if (error == 0) pthread_rwlock_unlock(&rwlock);
  return error;
}
static int onWriteLock(void) {
  const int error = pthread_rwlock_wrlock(&rwlock);
  if (error == 0) pthread_rwlock_unlock(&rwlock);
  return error;
}
static void unlockOther(void* nothing) {
  (void)nothing;
  pthread_mutex_unlock(&other);
}
static int onCondition(void) {
  int error = 0;
  pthread_mutex_lock(&other);
  pthread_cleanup_push(unlockOther, NULL);
  while (error == 0 && !isReleased) error = pthread_cond_wait(&condition, &other);
  pthread_cleanup_pop(1);
  return error;
}
static int onTimedCondition(void) {
  int error = 0;
  const struct timespec until = later();
  pthread_mutex_lock(&other);
  pthread_cleanup_push(unlockOther, NULL);
  while (error == 0 && !isReleased) error = pthread_cond_timedwait(&condition, &other, &until);
  pthread_cleanup_pop(1);
  return error;
}
static int onSemaphore(void) {
  return failedWith(sem_wait(&semaphore));
}
static int onTimedSemaphore(void) {
  const struct timespec until = later();
  return failedWith(sem_timedwait(&semaphore, &until));
}
static int onThread(void) {
  return pthread_join(joined, NULL);
}
static int onFutex(void) {
  return failedWith((int)syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0));
}
static int onTimedFutex(void) {
  const struct timespec span = {60, 0};
  return failedWith((int)syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, &span, NULL, 0));
}

struct Wait {
  const char* name;
  int (*wait)(void);
  int canBeCancelled;
};
static const struct Wait waits[] = {
    {"mutex", onMutex, 0},           {"timed mutex", onTimedMutex, 0},
    {"read lock", onReadLock, 0},    {"write lock", onWriteLock, 0},
    {"condition", onCondition, 1},   {"timed condition", onTimedCondition, 1},
    {"semaphore", onSemaphore, 1},   {"timed semaphore", onTimedSemaphore, 1},
    {"join", onThread, 1},           {"futex", onFutex, 0},
    {"timed futex", onTimedFutex, 0}};
enum { kWaits = sizeof waits / sizeof waits[0] };

static void* untilPosted(void* nothing) {
  (void)nothing;
  while (sem_wait(&posted) != 0) {
  }
  return NULL;
}

static void block(void) {
  isReleased = 0;
  word = 0;
  sem_init(&semaphore, 0, 0);
  sem_init(&posted, 0, 0);
  pthread_mutex_lock(&mutex);
  pthread_rwlock_wrlock(&rwlock);
  must(pthread_create(&joined, NULL, untilPosted, NULL) == 0, "create");
}

static void unblock(void) {
  pthread_rwlock_unlock(&rwlock);
  pthread_mutex_unlock(&mutex);
  pthread_mutex_lock(&other);
  isReleased = 1;
  pthread_cond_broadcast(&condition);
  pthread_mutex_unlock(&other);
  sem_post(&semaphore);
  sem_post(&posted);
  __atomic_store_n(&word, 1, __ATOMIC_SEQ_CST);
  syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 100, NULL, NULL, 0);
}

static void* waitOnce(void* argument) {
  const struct Wait* wait = argument;
  waiterTid = (pid_t)syscall(SYS_gettid);
  errno = 77;
  const int error = wait->wait();
  say("  %s: %s, errno %s", wait->name, nameOfError(error),
      errno == 77 ? "kept" : nameOfError(errno));
  return NULL;
}

static pthread_t startWait(const struct Wait* wait) {
  waiterTid = 0;
  pthread_t waiter;
  must(pthread_create(&waiter, NULL, waitOnce, (void*)wait) == 0, "create");
  while (waiterTid == 0) pauseMs(1);
  untilAsleep(waiterTid);
  return waiter;
}

static void endJoined(const struct Wait* wait, int wasJoined) {
  if (wait->wait != onThread || !wasJoined) pthread_join(joined, NULL);
}

// Interrupted by a handler that takes locks and posts.

static pthread_mutex_t inHandler = PTHREAD_MUTEX_INITIALIZER;
static sem_t ofHandler;
static void lockAndPost(int number) {
  (void)number;
  const int error = errno;
  pthread_mutex_lock(&inHandler);
  sem_post(&ofHandler);
  pthread_mutex_unlock(&inHandler);
  errno = error;
}

static int handledSoFar(void) {
  int handled = 0;
  sem_getvalue(&ofHandler, &handled);
  return handled;
}

static void interruptAll(int flags) {
  handle(SIGUSR1, lockAndPost, flags);
  sem_init(&ofHandler, 0, 0);
  for (int i = 0; i < kWaits; ++i) {
    block();
    const int before = handledSoFar();
    const pthread_t waiter = startWait(&waits[i]);
    for (int signals = 0; signals < 3; ++signals) {
      pthread_kill(waiter, SIGUSR1);
      pauseMs(10);
    }
    // On a busy machine the waiter may not have run yet: then the post would come first.
    for (int ms = 0; ms < 5000 && handledSoFar() == before; ++ms) pauseMs(1);
    unblock();
    pthread_join(waiter, NULL);
    endJoined(&waits[i], 1);
  }
  say("some handled: %d", handledSoFar() >= 3 * (kWaits - 4));
}
static void interrupted(void) {
  interruptAll(0);
}
static void restarted(void) {
  interruptAll(SA_RESTART);
}

// Cancelled while it waits; before it waits, with a semaphore that is free; at any place.

static void cancelled(void) {
  for (int i = 0; i < kWaits; ++i) {
    if (!waits[i].canBeCancelled) continue;
    block();
    const pthread_t waiter = startWait(&waits[i]);
    pthread_cancel(waiter);
    void* result = NULL;
    pthread_join(waiter, &result);
    say("%s: %s", waits[i].name, result == PTHREAD_CANCELED ? "cancelled" : "ended");
    unblock();
    endJoined(&waits[i], 0);
    int value = -1;
    sem_getvalue(&semaphore, &value);
    say("  semaphore %d", value);
  }
}

static void* cancelSelfThenWait(void* argument) {
  pthread_cancel(pthread_self());
  return waitOnce(argument);
}
static void cancelledBefore(void) {
  for (int i = 0; i < kWaits; ++i) {
    // Joining a thread that has ended already is no cancellation point.
    if (!waits[i].canBeCancelled || waits[i].wait == onThread) continue;
    block();
    unblock();
    pthread_t waiter;
    must(pthread_create(&waiter, NULL, cancelSelfThenWait, (void*)&waits[i]) == 0, "create");
    void* result = NULL;
    pthread_join(waiter, &result);
    int value = -1;
    sem_getvalue(&semaphore, &value);
    say("%s: %s, semaphore %d", waits[i].name, result == PTHREAD_CANCELED ? "cancelled" : "ended",
        value);
    endJoined(&waits[i], 0);
  }
}

// A thread that is cancelled leaves a robust mutex to the next one.
static pthread_mutex_t robust;
static void* cancelledHolding(void* nothing) {
  must(pthread_mutex_lock(&robust) == 0, "lock");
  waiterTid = (pid_t)syscall(SYS_gettid);
  while (sem_wait(&semaphore) != 0) {
  }
  return nothing;
}
static void* takeOver(void* nothing) {
  const int error = pthread_mutex_lock(&robust);
  say("%s, consistent %s", nameOfError(error), nameOfError(pthread_mutex_consistent(&robust)));
  must(pthread_mutex_unlock(&robust) == 0, "unlock");
  return nothing;
}
static void cancelledRobust(void) {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init(&robust, &kind);
  sem_init(&semaphore, 0, 0);
  for (int i = 0; i < 20; ++i) {
    pthread_t holder;
    pthread_t next;
    waiterTid = 0;
    must(pthread_create(&holder, NULL, cancelledHolding, NULL) == 0, "create");
    while (waiterTid == 0) pauseMs(1);
    must(pthread_create(&next, NULL, takeOver, NULL) == 0, "create");
    pauseMs(5);
    pthread_cancel(holder);
    pthread_join(holder, NULL);
    pthread_join(next, NULL);
  }
}

static void* asynchronous(void* argument) {
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
  if (argument != NULL) return waitOnce(argument);
  for (waiterTid = (pid_t)syscall(SYS_gettid);;) {
  }
}
static void cancelledAnywhere(void) {
  const struct Wait* const tested[] = {NULL, &waits[6], &waits[8]};  // none, semaphore, join
  for (int i = 0; i < 3; ++i) {
    block();
    waiterTid = 0;
    pthread_t waiter;
    must(pthread_create(&waiter, NULL, asynchronous, (void*)tested[i]) == 0, "create");
    while (waiterTid == 0) pauseMs(1);
    pauseMs(30);
    pthread_cancel(waiter);
    void* result = NULL;
    pthread_join(waiter, &result);
    say("%s", result == PTHREAD_CANCELED ? "cancelled" : "ended");
    unblock();
    pthread_join(joined, NULL);
  }
}

// Left by a jump; then the thread does something else for a long time, while others wait for it.

static __thread sigjmp_buf back;
static void jump(int number) {
  (void)number;
  siglongjmp(back, 1);
}
static int asleep;  // how it spends its time then
static void* leaveByJump(void* argument) {
  const struct Wait* wait = argument;
  waiterTid = (pid_t)syscall(SYS_gettid);
  if (sigsetjmp(back, 1) == 0) {
    wait->wait();
    say("not interrupted");
  }
  signal(SIGUSR2, SIG_DFL);  // from now on nothing but threads can wake anybody
  if (asleep) {
    pauseMs(1800);
  } else {
    struct timespec now;
    struct timespec begin;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    do clock_gettime(CLOCK_MONOTONIC, &now);
    while (now.tv_sec * 10 + now.tv_nsec / 100000000 <
           begin.tv_sec * 10 + begin.tv_nsec / 100000000 + 18);
  }
  sem_post(&posted);  // for the thread that the first one is to join
  return NULL;
}

static void jumpOutOf(const struct Wait* wait) {
  handle(SIGUSR2, jump, 0);
  block();
  waiterTid = 0;
  pthread_t waiter;
  must(pthread_create(&waiter, NULL, leaveByJump, (void*)wait) == 0, "create");
  while (waiterTid == 0) pauseMs(1);
  untilAsleep(waiterTid);
  pthread_kill(waiter, SIGUSR2);
  pthread_join(waiter, NULL);  // holding the mutex that it waited for
  say("%s: went on", wait->name);
  pthread_join(joined, NULL);
}
static void jumpedMutex(void) {
  jumpOutOf(&waits[0]);
}
static void jumpedMutexAsleep(void) {
  asleep = 1;
  jumpOutOf(&waits[0]);
}
static void jumpedSemaphore(void) {
  jumpOutOf(&waits[6]);
}
static void jumpedSemaphoreAsleep(void) {
  asleep = 1;
  jumpOutOf(&waits[6]);
}
static void jumpedCondition(void) {
  jumpOutOf(&waits[4]);
}
static void jumpedConditionAsleep(void) {
  asleep = 1;
  jumpOutOf(&waits[4]);
}

// Out of a critical section, which somebody else leaves.

static jmp_buf out;
static void jumpedSection(void) {
  for (int i = 0; i < 100; ++i) {
    if (setjmp(out) == 0) {
      pthread_mutex_lock(&mutex);
      pthread_mutex_lock(&other);
      longjmp(out, 1);
    }
    pthread_mutex_unlock(&other);
    pthread_mutex_unlock(&mutex);
  }
  say("%s", nameOfError(pthread_mutex_trylock(&mutex)));
  pthread_mutex_unlock(&mutex);
}

int main(int argc, char** argv) {
  const struct Mode modes[] = {{"interrupted", interrupted},
                               {"restarted", restarted},
                               {"cancelled", cancelled},
                               {"cancelled-before", cancelledBefore},
                               {"cancelled-anywhere", cancelledAnywhere},
                               {"cancelled-robust", cancelledRobust},
                               {"jumped-mutex", jumpedMutex},
                               {"jumped-mutex-asleep", jumpedMutexAsleep},
                               {"jumped-semaphore", jumpedSemaphore},
                               {"jumped-semaphore-asleep", jumpedSemaphoreAsleep},
                               {"jumped-condition", jumpedCondition},
                               {"jumped-condition-asleep", jumpedConditionAsleep},
                               {"jumped-section", jumpedSection}};
  return runModes(modes, sizeof modes / sizeof modes[0], argc, argv);
}
