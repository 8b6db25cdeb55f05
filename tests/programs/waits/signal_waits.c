// Long waits that a signal ends, or a timer.
#include "waiting.h"

#include <sys/signalfd.h>
#include <sys/time.h>

static sem_t posted;

static void ignore_signal(int number) {
  (void)number;
}
static void post_signal(int number) {
  (void)number;
  sem_post(&posted);
}
static void handle(int number, void (*handler)(int)) {
  struct sigaction action = {.sa_handler = handler};
  sigaction(number, &action, 0);
  sem_init(&posted, 0, 0);
}
static void start_alarm(void) {
  const struct itimerval once = {.it_value = {1, 600000}};
  setitimer(ITIMER_REAL, &once, 0);
}
static sigset_t block_alarm(void) {
  sigset_t alarm;
  sigemptyset(&alarm);
  sigaddset(&alarm, SIGALRM);
  pthread_sigmask(SIG_BLOCK, &alarm, 0);
  return alarm;
}
static void await_post(void) {
  while (sem_wait(&posted) != 0) {
  }
}

static void block_pause(void) {
  handle(SIGALRM, ignore_signal);
  start_alarm();
  pause();
}
static void block_sigsuspend(void) {
  sigset_t none;
  handle(SIGALRM, ignore_signal);
  block_alarm();
  start_alarm();
  sigemptyset(&none);
  sigsuspend(&none);
}
static void block_sigwait(void) {
  int number;
  const sigset_t alarm = block_alarm();
  start_alarm();
  need(sigwait(&alarm, &number) == 0);
}
static void block_sigtimedwait(void) {
  const struct timespec time = {1, 600000000};
  const sigset_t alarm = block_alarm();
  need(sigtimedwait(&alarm, 0, &time) < 0);
}
static void block_signalfd(void) {
  struct signalfd_siginfo info;
  const sigset_t alarm = block_alarm();
  start_alarm();
  need(read(signalfd(-1, &alarm, 0), &info, sizeof info) == sizeof info);
}
static void block_handler_post(void) {
  handle(SIGALRM, post_signal);
  start_alarm();
  await_post();
}
static void signal_parent(void) {
  kill(getppid(), SIGUSR1);
}
static void block_parent_signal(void) {
  handle(SIGUSR1, post_signal);
  late(signal_parent);
  await_post();
}
static void block_child_signal(void) {  // SIGCHLD's handler posts
  handle(SIGCHLD, post_signal);
  late(sync);
  await_post();
}
static void block_timer(struct sigevent event) {
  const struct itimerspec once = {.it_value = {1, 600000000}};
  timer_t timer;
  need(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
  timer_settime(timer, 0, &once, 0);
  await_post();
  timer_delete(timer);
}
static void block_timer_signal(void) {
  const struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2};
  handle(SIGUSR2, post_signal);
  block_timer(event);
}
static void post_value(union sigval unused) {
  (void)unused;
  sem_post(&posted);
}
static void block_timer_thread(void) {
  struct sigevent event = {.sigev_notify = SIGEV_THREAD};
  event.sigev_notify_function = post_value;
  sem_init(&posted, 0, 0);
  block_timer(event);
}
static void wait_for_alarm(void) {  // the thread of a program that takes all its signals
  int number;
  sigset_t alarm;
  sigemptyset(&alarm);
  sigaddset(&alarm, SIGALRM);
  sigwait(&alarm, &number);
  sem_post(&posted);
}
static void block_signal_thread(void) {
  sem_init(&posted, 0, 0);
  block_alarm();
  const pthread_t thread = start(wait_for_alarm);
  start_alarm();
  await_post();
  pthread_join(thread, 0);
}
static void follow_semaphore(void) {
  await_post();
}
static void block_directed(void) {  // pthread_kill to a thread that sleeps in pause
  handle(SIGUSR1, post_signal);
  const pthread_t thread = start(follow_semaphore);
  nap();
  pthread_kill(thread, SIGUSR1);
  pthread_join(thread, 0);
}
static void sleep_for_ever(void) {
  pause();
}
static void block_cancel(void) {
  const pthread_t thread = start(sleep_for_ever);
  nap();
  pthread_cancel(thread);
  pthread_join(thread, 0);
}

static const struct wait_case cases[] = {
    {"pause", block_pause, kAlone, "an alarm comes"},
    {"pause-parked", block_pause, kParked, "workers are idle until an alarm comes"},
    {"sigsuspend", block_sigsuspend, kAlone, "an alarm comes"},
    {"sigwait", block_sigwait, kAlone, "an alarm comes"},
    {"sigwait-parked", block_sigwait, kParked, "workers are idle until an alarm comes"},
    {"sigtimedwait-held", block_sigtimedwait, kHeld, "the holder of a mutex waits for a signal"},
    {"signalfd", block_signalfd, kAlone, "an alarm is read"},
    {"handler-post", block_handler_post, kAlone, "the handler of an alarm posts"},
    {"handler-post-held", block_handler_post, kHeld, "a mutex is held until a handler posts"},
    {"handler-post-parked", block_handler_post, kParked, "all wait; a handler posts to main"},
    {"parent-signal", block_parent_signal, kAlone, "a child's signal posts"},
    {"parent-signal-condition", block_parent_signal, kCondition, "so in a thread; then a signal"},
    {"child-signal", block_child_signal, kAlone, "the end of a child posts"},
    {"timer-signal", block_timer_signal, kAlone, "a timer's signal posts"},
    {"timer-signal-join", block_timer_signal, kJoin, "so in a thread that is joined"},
    {"timer-thread", block_timer_thread, kAlone, "a timer's own thread posts"},
    {"timer-thread-held", block_timer_thread, kHeld,
     "a mutex is held until a timer's thread posts"},
    {"signal-thread", block_signal_thread, kAlone, "the thread that takes the signals posts"},
    {"directed-signal", block_directed, kAlone, "a signal to a thread that waits posts to it"},
    {"cancel-held", block_cancel, kHeld, "a mutex is held until a thread is cancelled"},
};

int main(int count, char** values) {
  return run_case(cases, sizeof cases / sizeof *cases, count, values);
}
