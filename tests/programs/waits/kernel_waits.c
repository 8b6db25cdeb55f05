// Long waits in the kernel: time, pipes, sockets, descriptors.
#include "waiting.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>

static int ends[2];
static char folder[] = "/tmp/gordian-wait-XXXXXX";
static char path[64];

static void block_sleep(void) {
  sleep(2);
}
static void block_usleep(void) {
  usleep(kNapMs * 1000);
}
static void block_absolute(void) {
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += 2;
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, 0);
}
static void block_select_time(void) {
  struct timeval time = {1, 600000};
  select(0, 0, 0, 0, &time);
}
static void block_poll_time(void) {
  poll(0, 0, kNapMs);
}
static void block_epoll_time(void) {
  struct epoll_event event;
  epoll_wait(epoll_create1(0), &event, 1, kNapMs);
}
static void pass_time(void (*meanwhile)(void)) {
  struct timespec begin;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  do {
    meanwhile();
    clock_gettime(CLOCK_MONOTONIC, &now);
  } while ((now.tv_sec - begin.tv_sec) * 1000 + (now.tv_nsec - begin.tv_nsec) / 1000000 < kNapMs);
}
static void add(void) {
  static volatile int sum;
  for (int i = 0; i < 10000; ++i) sum = sum + i;
}
static void yield(void) {
  sched_yield();
}
static void block_compute(void) {
  pass_time(add);
}
static void block_yield(void) {
  pass_time(yield);
}

static void write_end(void) {
  need(write(ends[1], "x", 1) == 1);
}
static void open_pipe(void) {
  need(pipe(ends) == 0);
  late(write_end);
}
static void read_one(void) {
  char byte;
  need(read(ends[0], &byte, 1) == 1);
}
static void block_pipe(void) {
  open_pipe();
  read_one();
}
static void block_pipe_end(void) {  // end of file when the child is gone
  char byte;
  need(pipe(ends) == 0);
  late(sync);
  close(ends[1]);
  need(read(ends[0], &byte, 1) == 0);
}
static void block_poll(void) {
  open_pipe();
  struct pollfd wanted = {ends[0], POLLIN, 0};
  need(poll(&wanted, 1, -1) == 1);
}
static void block_select(void) {
  fd_set wanted;
  open_pipe();
  FD_ZERO(&wanted);
  FD_SET(ends[0], &wanted);
  need(select(ends[0] + 1, &wanted, 0, 0, 0) == 1);
}
static void block_epoll(void) {
  struct epoll_event event = {.events = EPOLLIN};
  const int epoll = epoll_create1(0);
  open_pipe();
  epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event);
  need(epoll_wait(epoll, &event, 1, -1) == 1);
}
static void drain(void) {
  char bytes[4096];
  close(ends[1]);
  while (read(ends[0], bytes, sizeof bytes) == sizeof bytes) {
  }
}
static void block_full_pipe(void) {
  static const char bytes[4096];
  need(pipe(ends) == 0);
  late(drain);
  for (int i = 0; i < 30; ++i) need(write(ends[1], bytes, sizeof bytes) == sizeof bytes);
  close(ends[1]);
}
static void open_fifo(void) {
  need(open(path, O_WRONLY) >= 0);
}
static void block_fifo(void) {
  need(mkdtemp(folder) != 0);
  snprintf(path, sizeof path, "%s/fifo", folder);
  need(mkfifo(path, 0600) == 0);
  late(open_fifo);
  need(open(path, O_RDONLY) >= 0);
  unlink(path);
  rmdir(folder);
}
static void block_socket_pair(void) {
  need(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  late(write_end);
  read_one();
}
static void block_datagram(void) {
  char byte;
  need(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0);
  late(write_end);
  need(recv(ends[0], &byte, 1, 0) == 1);
}

static struct sockaddr_in address = {.sin_family = AF_INET};
static int listen_locally(void) {
  socklen_t size = sizeof address;
  const int server = socket(AF_INET, SOCK_STREAM, 0);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  need(bind(server, (struct sockaddr*)&address, size) == 0 && listen(server, 1) == 0);
  getsockname(server, (struct sockaddr*)&address, &size);
  return server;
}
static void connect_locally(void) {
  ends[0] = socket(AF_INET, SOCK_STREAM, 0);
  need(connect(ends[0], (struct sockaddr*)&address, sizeof address) == 0);
}
static void block_accept(void) {
  const int server = listen_locally();
  late(connect_locally);
  need(accept(server, 0, 0) >= 0);
}
static void answer(void) {
  ends[1] = accept(ends[1], 0, 0);
  write_end();
}
static void block_receive(void) {
  ends[1] = listen_locally();
  late(answer);
  connect_locally();
  read_one();
}
static int server;
static void shut_down(void) {
  nap();
  shutdown(server, SHUT_RDWR);
}
static void block_accept_ended(void) {  // by another thread
  server = listen_locally();
  const pthread_t other = start(shut_down);
  need(accept(server, 0, 0) < 0);
  pthread_join(other, 0);
}

static void write_eight(void) {
  const unsigned long one = 1;
  need(write(ends[1], &one, sizeof one) == sizeof one);
}
static void read_eight(void) {
  unsigned long value;
  need(read(ends[0], &value, sizeof value) == sizeof value);
}
static void block_eventfd(void) {
  ends[0] = ends[1] = eventfd(0, 0);
  late(write_eight);
  read_eight();
}
static void block_timerfd(void) {
  const struct itimerspec once = {.it_value = {1, 600000000}};
  ends[0] = timerfd_create(CLOCK_MONOTONIC, 0);
  timerfd_settime(ends[0], 0, &once, 0);
  read_eight();
}
static void create_file(void) {
  need(open(path, O_CREAT | O_WRONLY, 0600) >= 0);
}
static void block_inotify(void) {
  char event[512];
  need(mkdtemp(folder) != 0);
  snprintf(path, sizeof path, "%s/file", folder);
  const int watch = inotify_init1(0);
  inotify_add_watch(watch, folder, IN_CREATE);
  late(create_file);
  need(read(watch, event, sizeof event) > 0);
  unlink(path);
  rmdir(folder);
}
static void type_line(void) {
  need(write(ends[1], "yes\n", 4) == 4);
}
static void block_terminal(void) {
  char line[16];
  need(openpty(&ends[1], &ends[0], 0, 0, 0) == 0);
  late(type_line);
  need(read(ends[0], line, sizeof line) == 4);
}

static const struct wait_case cases[] = {
    {"sleep", block_sleep, kAlone, "a single thread sleeps"},
    {"sleep-parked", block_sleep, kParked, "workers are idle while main sleeps"},
    {"usleep-held", block_usleep, kHeld, "the holder of a mutex sleeps"},
    {"usleep-once", block_usleep, kOnce, "a once routine sleeps"},
    {"clock-nanosleep-join", block_absolute, kJoin, "the joined thread sleeps until a moment"},
    {"select-time", block_select_time, kAlone, "select with a time-out and nothing else"},
    {"poll-time-condition", block_poll_time, kCondition, "poll with a time-out, then a signal"},
    {"epoll-time-semaphore", block_epoll_time, kSemaphore, "epoll with a time-out, then a post"},
    {"compute", block_compute, kAlone, "a single thread computes"},
    {"compute-held", block_compute, kHeld, "the holder of a mutex computes"},
    {"compute-once", block_compute, kOnce, "a once routine computes"},
    {"yield-condition", block_yield, kCondition, "a thread yields again and again, then signals"},
    {"pipe", block_pipe, kAlone, "a single thread reads what a child writes late"},
    {"pipe-parked", block_pipe, kParked, "workers are idle while main reads a pipe"},
    {"pipe-held", block_pipe, kHeld, "the holder of a mutex reads a pipe"},
    {"pipe-end-join", block_pipe_end, kJoin, "the joined thread reads until the child has ended"},
    {"poll-semaphore", block_poll, kSemaphore, "poll without a time-out, then a post"},
    {"select-condition", block_select, kCondition, "select without a time-out, then a signal"},
    {"epoll-parked", block_epoll, kParked, "workers are idle while main is in its event loop"},
    {"full-pipe-held", block_full_pipe, kHeld, "the holder of a mutex writes to a full pipe"},
    {"fifo-condition", block_fifo, kCondition, "opening a named pipe waits for the other side"},
    {"socket-pair-semaphore", block_socket_pair, kSemaphore, "a read from a local socket"},
    {"datagram-once", block_datagram, kOnce, "a once routine waits for a datagram"},
    {"accept-parked", block_accept, kParked, "workers are idle while main waits for clients"},
    {"accept-held", block_accept, kHeld, "the holder of a mutex waits for a client"},
    {"receive-condition", block_receive, kCondition, "a slow answer over TCP, then a signal"},
    {"accept-ended", block_accept_ended, kAlone, "another thread shuts the socket down, late"},
    {"eventfd-semaphore", block_eventfd, kSemaphore, "an event from a child, then a post"},
    {"timerfd-held", block_timerfd, kHeld, "the holder of a mutex reads a timer"},
    {"inotify-condition", block_inotify, kCondition, "a file appears late, then a signal"},
    {"terminal-parked", block_terminal, kParked, "workers are idle while somebody thinks"},
    {"terminal-held", block_terminal, kHeld, "a mutex is held while somebody thinks"},
};

int main(int count, char** values) {
  return run_case(cases, sizeof cases / sizeof *cases, count, values);
}
