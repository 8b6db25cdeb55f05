// Waits with a limit, of every kind, that nobody ends before it.
#include "waiting.h"

#include <threads.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static sem_t semaphore;
static mtx_t plain;
static cnd_t ready;
static int met;
static int timed_out;

static struct timespec until(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  time.tv_nsec += kNapMs % 1000 * 1000000L;
  time.tv_sec += kNapMs / 1000 + time.tv_nsec / 1000000000L;
  time.tv_nsec %= 1000000000L;
  return time;
}
static const struct timespec* real(void) {
  static _Thread_local struct timespec time;
  time = until(CLOCK_REALTIME);
  return &time;
}
static const struct timespec* monotonic(void) {
  static _Thread_local struct timespec time;
  time = until(CLOCK_MONOTONIC);
  return &time;
}

// For a long time, so it does not compute all the while.
static void await_time_out(void) {
  while (__atomic_load_n(&timed_out, __ATOMIC_SEQ_CST) == 0) linger(5);
}

// Another thread holds everything until the waits are over.
static void hold_all(void) {
  pthread_mutex_lock(&mutex);
  pthread_rwlock_wrlock(&table);
  mtx_lock(&plain);
  meet(&met, 2);
  await_time_out();
  mtx_unlock(&plain);
  pthread_rwlock_unlock(&table);
  pthread_mutex_unlock(&mutex);
}
static void against_holder(int (*attempt)(void)) {
  mtx_init(&plain, mtx_timed);
  sem_init(&semaphore, 0, 0);
  const pthread_t holder = start(hold_all);
  meet(&met, 2);
  need(attempt() != 0);
  __atomic_store_n(&timed_out, 1, __ATOMIC_SEQ_CST);
  pthread_join(holder, 0);
}
static int mutex_timed(void) {
  return pthread_mutex_timedlock(&mutex, real());
}
static int mutex_clock(void) {
  return pthread_mutex_clocklock(&mutex, CLOCK_MONOTONIC, monotonic());
}
static int read_timed(void) {
  return pthread_rwlock_timedrdlock(&table, real());
}
static int write_clock(void) {
  return pthread_rwlock_clockwrlock(&table, CLOCK_MONOTONIC, monotonic());
}
static int plain_timed(void) {
  return mtx_timedlock(&plain, real()) != thrd_success;
}
static void block_mutex_timed(void) {
  against_holder(mutex_timed);
}
static void block_mutex_clock(void) {
  against_holder(mutex_clock);
}
static void block_read_timed(void) {
  against_holder(read_timed);
}
static void block_write_clock(void) {
  against_holder(write_clock);
}
static void block_plain_timed(void) {
  against_holder(plain_timed);
}

static void block_condition_timed(void) {
  pthread_mutex_lock(&other);
  need(pthread_cond_timedwait(&condition, &other, real()) != 0);
  pthread_mutex_unlock(&other);
}
static void block_condition_clock(void) {
  pthread_mutex_lock(&other);
  need(pthread_cond_clockwait(&condition, &other, CLOCK_MONOTONIC, monotonic()) != 0);
  pthread_mutex_unlock(&other);
}
static void block_semaphore_timed(void) {
  sem_init(&semaphore, 0, 0);
  need(sem_timedwait(&semaphore, real()) != 0);
}
static void block_semaphore_clock(void) {
  sem_init(&semaphore, 0, 0);
  need(sem_clockwait(&semaphore, CLOCK_MONOTONIC, monotonic()) != 0);
}
static void block_c11_condition(void) {
  mtx_init(&plain, mtx_plain);
  cnd_init(&ready);
  mtx_lock(&plain);
  need(cnd_timedwait(&ready, &plain, real()) == thrd_timedout);
  mtx_unlock(&plain);
}
static void block_c11_sleep(void) {
  const struct timespec time = {1, 600000000};
  thrd_sleep(&time, 0);
}
static void block_join(int (*attempt)(pthread_t)) {
  const pthread_t thread = start(await_time_out);
  need(attempt(thread) != 0);
  __atomic_store_n(&timed_out, 1, __ATOMIC_SEQ_CST);
  pthread_join(thread, 0);
}
static int join_timed(pthread_t thread) {
  return pthread_timedjoin_np(thread, 0, real());
}
static int join_clock(pthread_t thread) {
  return pthread_clockjoin_np(thread, 0, CLOCK_MONOTONIC, monotonic());
}
static void block_join_timed(void) {
  block_join(join_timed);
}
static void block_join_clock(void) {
  block_join(join_clock);
}

static const struct wait_case cases[] = {
    {"mutex-timed", block_mutex_timed, kAlone, "pthread_mutex_timedlock"},
    {"mutex-clock-parked", block_mutex_clock, kParked, "pthread_mutex_clocklock"},
    {"read-timed", block_read_timed, kAlone, "pthread_rwlock_timedrdlock"},
    {"write-clock-held", block_write_clock, kHeld, "pthread_rwlock_clockwrlock"},
    {"condition-timed", block_condition_timed, kAlone, "pthread_cond_timedwait"},
    {"condition-timed-held", block_condition_timed, kHeld, "a second mutex is held meanwhile"},
    {"condition-clock-join", block_condition_clock, kJoin, "pthread_cond_clockwait"},
    {"semaphore-timed", block_semaphore_timed, kAlone, "sem_timedwait"},
    {"semaphore-timed-held", block_semaphore_timed, kHeld, "a mutex is held meanwhile"},
    {"semaphore-clock-condition", block_semaphore_clock, kCondition, "sem_clockwait"},
    {"c11-mutex-timed", block_plain_timed, kAlone, "mtx_timedlock"},
    {"c11-condition-semaphore", block_c11_condition, kSemaphore, "cnd_timedwait"},
    {"c11-sleep-held", block_c11_sleep, kHeld, "thrd_sleep"},
    {"join-timed", block_join_timed, kAlone, "pthread_timedjoin_np"},
    {"join-clock-once", block_join_clock, kOnce, "pthread_clockjoin_np"},
};

int main(int count, char** values) {
  return run_case(cases, sizeof cases / sizeof *cases, count, values);
}
