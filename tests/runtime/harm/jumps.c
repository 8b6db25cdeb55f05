// A signal handler leaves the calls that lock by a jump, at any instruction, again and again, as
// programs do that limit the time of a computation. Mutexes that may be half locked then are not
// used again.
#include "harm.h"

#include <setjmp.h>

enum { kLocks = 40000, kJumps = 300 };
static pthread_mutex_t locks[kLocks];
static pthread_mutex_t others[kLocks];
static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t second = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t hot = PTHREAD_MUTEX_INITIALIZER;
static sigjmp_buf back;
static volatile sig_atomic_t mayJump;
static volatile int isOver;

static void jump(int number) {
  (void)number;
  if (!mayJump) return;
  mayJump = 0;
  siglongjmp(back, 1);
}

static timer_t timer;
static void startTimer(void) {
  struct sigevent event;
  memset(&event, 0, sizeof event);
  event.sigev_notify = SIGEV_THREAD_ID;
  event.sigev_signo = SIGUSR1;
  event._sigev_un._tid = (pid_t)syscall(SYS_gettid);
  must(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0, "timer");
  handle(SIGUSR1, jump, 0);
}
// Again later, for it may be over before anybody may jump; but not so soon that a slow machine does
// nothing else.
static void jumpIn(long ns) {
  const long again = ns == 0 || ns > 200000 ? ns : 200000;
  const struct itimerspec when = {{0, again}, {0, ns}};
  timer_settime(timer, 0, &when, NULL);
}

// From here on, in a moment that is another one each time.
static long momentNs;
static void mayJumpNow(void) {
  jumpIn(momentNs);
  mayJump = 1;
}

static void giveBack(pthread_mutex_t* mutex) {
  if (mutex->__data.__owner == (int)syscall(SYS_gettid)) pthread_mutex_unlock(mutex);
}

// Ever new pairs: each acquisition is news for the runtime.
static int next;
static void newPairs(void) {
  mayJumpNow();
  for (;; next = (next + 2) % (kLocks - 2)) {
    pthread_mutex_t* const one = &locks[next];
    pthread_mutex_t* const two = &locks[next + 1];
    pthread_mutex_lock(one);
    pthread_mutex_lock(two);
    pthread_mutex_unlock(two);
    pthread_mutex_unlock(one);
    pthread_mutex_destroy(two);
    pthread_mutex_init(two, NULL);
  }
}
// The same mutex, for ever; once it jumps, all is known of it that is to be known.
static void oneMutex(void) {
  for (int i = 0;; ++i) {
    if (i == 10) mayJumpNow();
    pthread_mutex_lock(&hot);
    pthread_mutex_unlock(&hot);
  }
}

__attribute__((noinline)) static void jumpOutOf(void (*work)(void), int times, long ns) {
  for (volatile int i = 0; i < times; ++i) {
    if (sigsetjmp(back, 1) == 0) {
      momentNs = ns + i * 7919 % 60000;
      work();
    }
    jumpIn(0);
    giveBack(&locks[next + 1]);
    giveBack(&locks[next]);
    next = (next + 2) % (kLocks - 2);
    giveBack(&hot);
    hot = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
  }
}

static void* lockOthers(void* nothing) {
  for (int i = 0; !isOver; i = (i + 1) % (kLocks - 1)) {
    pthread_mutex_lock(&others[i]);
    pthread_mutex_lock(&others[i + 1]);
    pthread_mutex_unlock(&others[i + 1]);
    pthread_mutex_unlock(&others[i]);
  }
  return nothing;
}

static void inTurn(pthread_mutex_t* one, pthread_mutex_t* two) {
  pthread_mutex_lock(one);
  pthread_mutex_lock(two);
  pthread_mutex_unlock(two);
  pthread_mutex_unlock(one);
}
static void jumpsSlow(void) {
  pthread_t other;
  pthread_create(&other, NULL, lockOthers, NULL);
  startTimer();
  jumpOutOf(newPairs, kJumps, 50000);
  isOver = 1;
  pthread_join(other, NULL);
}
// A child of a process whose recording has stopped ends by itself.
static void jumpsThenForks(void) {
  jumpsSlow();
  for (int i = 0; i < 4; ++i) {
    const pid_t child = fork();
    if (child == 0) _exit(4);
    must(endOf(child) == 4, "child");
  }
}
// The thread that has jumped waits for what another one does that locks.
static int answer[2];
static void* lockAndTell(void* nothing) {
  inTurn(&second, &first);
  must(write(answer[1], "!", 1) == 1, "write");
  return nothing;
}
static void jumpsThenWaits(void) {
  enum { kChildren = 16 };
  pid_t children[kChildren];
  for (int i = 0; i < kChildren; ++i) {
    children[i] = fork();
    if (children[i] != 0) continue;
    pthread_t other;
    char said = 0;
    must(pipe(answer) == 0, "pipe");
    startTimer();
    jumpOutOf(newPairs, 1, 4000 + 6000 * i);
    pthread_create(&other, NULL, lockAndTell, NULL);
    must(read(answer[0], &said, 1) == 1, "read");
    pthread_join(other, NULL);
    _exit(3);
  }
  for (int i = 0; i < kChildren; ++i) must(endOf(children[i]) == 3, "child");
}

// What it does afterwards is seen: two threads, two orders, one after the other.
static sem_t turn;
static void* secondFirst(void* nothing) {
  while (sem_wait(&turn) != 0) {
  }
  inTurn(&second, &first);
  return nothing;
}
static void jumpsHot(void) {
  startTimer();
  jumpOutOf(oneMutex, kJumps, 50000);
  pthread_t other;
  sem_init(&turn, 0, 0);
  pthread_create(&other, NULL, secondFirst, NULL);
  inTurn(&first, &second);
  sem_post(&turn);
  pthread_join(other, NULL);
}
static void* jumping(void* nothing) {
  startTimer();
  jumpOutOf(newPairs, 1, 50000);
  return nothing;
}
// The thread ends after its jump.
static void jumpsAtTheEnd(void) {
  for (int i = 0; i < 60; ++i) {
    pthread_t thread;
    pthread_create(&thread, NULL, jumping, NULL);
    pthread_join(thread, NULL);
    timer_delete(timer);
  }
}

int main(int argc, char** argv) {
  for (int i = 0; i < kLocks; ++i)
    locks[i] = others[i] = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
  const struct Mode modes[] = {{"jumps-slow", jumpsSlow},
                               {"jumps-then-forks", jumpsThenForks},
                               {"jumps-then-waits", jumpsThenWaits},
                               {"jumps-at-the-end", jumpsAtTheEnd},
                               {"jumps-hot", jumpsHot}};
  return runModes(modes, sizeof modes / sizeof modes[0], argc, argv);
}
