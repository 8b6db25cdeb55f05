// Long waits for other processes: children, files that they lock, messages, shared memory.
#include "waiting.h"

#include <aio.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <mqueue.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/syscall.h>

static void nothing(void) {}
static void block_waitpid(void) {
  need(waitpid(late(nothing), 0, 0) > 0);
}
static void block_waitid(void) {
  siginfo_t how;
  need(waitid(P_PID, (id_t)late(nothing), &how, WEXITED) == 0);
}
static void block_system(void) {
  need(system("sleep 1.6") == 0);
}
static void block_popen(void) {
  char line[16];
  FILE* output = popen("sleep 1.6; echo late", "r");
  need(fgets(line, sizeof line, output) != 0);
  pclose(output);
}
static void block_spawn(void) {
  char* const arguments[] = {"sleep", "1.6", 0};
  pid_t child;
  need(posix_spawnp(&child, "sleep", 0, 0, arguments, environ) == 0);
  need(waitpid(child, 0, 0) == child);
}
static void block_vfork(void) {  // until the child ends
  const pid_t child = vfork();
  if (child == 0) {
    struct timespec time = {1, 600000000};
    syscall(SYS_nanosleep, &time, 0);
    _exit(0);
  }
}

// A file that a child has locked before this returns, for as long as it lives.
static int file;
static int lock_how;
static void lock_file(void) {
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (lock_how == LOCK_EX) need(flock(file, LOCK_EX) == 0);
  if (lock_how == F_SETLKW || lock_how == F_OFD_SETLKW) need(fcntl(file, lock_how, &whole) == 0);
  if (lock_how == F_LOCK) need(lockf(file, F_LOCK, 0) == 0);
}
static void block_file(int how) {
  char name[] = "/tmp/gordian-wait-XXXXXX";
  char own[64];
  int* locked = shared_memory(sizeof *locked);
  lock_how = how;
  file = mkstemp(name);
  need(file >= 0);
  snprintf(own, sizeof own, "/proc/self/fd/%d", file);
  if (fork() == 0) {
    file = open(own, O_RDWR);
    lock_file();
    meet(locked, 2);
    nap();
    _exit(0);
  }
  meet(locked, 2);
  lock_file();
  unlink(name);
}
static void block_flock(void) {
  block_file(LOCK_EX);
}
static void block_fcntl(void) {
  block_file(F_SETLKW);
}
static void block_open_description(void) {
  block_file(F_OFD_SETLKW);
}
static void block_lockf(void) {
  block_file(F_LOCK);
}

static int queue;
static void send_message(void) {
  need(mq_send((mqd_t)queue, "x", 1, 0) == 0);
}
static void block_message_queue(void) {
  struct mq_attr size = {.mq_maxmsg = 1, .mq_msgsize = 8};
  char name[64];
  char message[8];
  snprintf(name, sizeof name, "/gordian-wait-%ld", (long)getpid());
  queue = (int)mq_open(name, O_CREAT | O_RDWR, 0600, &size);
  need(queue >= 0);
  mq_unlink(name);
  late(send_message);
  need(mq_receive((mqd_t)queue, message, sizeof message, 0) == 1);
}
struct message {
  long kind;
  char text[8];
};
static void send_system_v(void) {
  const struct message message = {1, "late"};
  need(msgsnd(queue, &message, sizeof message.text, 0) == 0);
}
static void block_system_v_message(void) {
  struct message message;
  queue = msgget(IPC_PRIVATE, 0600);
  late(send_system_v);
  need(msgrcv(queue, &message, sizeof message.text, 0, 0) > 0);
  msgctl(queue, IPC_RMID, 0);
}
static void add_system_v(void) {
  struct sembuf add = {0, 1, 0};
  need(semop(queue, &add, 1) == 0);
}
static void block_system_v_semaphore(void) {
  struct sembuf take = {0, -1, 0};
  queue = semget(IPC_PRIVATE, 1, 0600);
  late(add_system_v);
  need(semop(queue, &take, 1) == 0);
  semctl(queue, 0, IPC_RMID);
}

static int ends[2];
static void write_end(void) {
  need(write(ends[1], "x", 1) == 1);
}
static void block_aio(void) {
  static char byte;
  need(pipe(ends) == 0);
  late(write_end);
  struct aiocb request = {.aio_fildes = ends[0], .aio_buf = &byte, .aio_nbytes = 1};
  const struct aiocb* const list[] = {&request};
  need(aio_read(&request) == 0);
  need(aio_suspend(list, 1, 0) == 0);
}
static sem_t completed;
static void complete(union sigval unused) {
  (void)unused;
  sem_post(&completed);
}
static void block_aio_thread(void) {
  static char byte;
  static struct aiocb request;
  need(pipe(ends) == 0);
  late(write_end);
  request.aio_fildes = ends[0];
  request.aio_buf = &byte;
  request.aio_nbytes = 1;
  request.aio_sigevent.sigev_notify = SIGEV_THREAD;
  request.aio_sigevent.sigev_notify_function = complete;
  sem_init(&completed, 0, 0);
  need(aio_read(&request) == 0);
  sem_wait(&completed);
}

static const struct wait_case cases[] = {
    {"waitpid", block_waitpid, kAlone, "a child that sleeps"},
    {"waitpid-held", block_waitpid, kHeld, "the holder of a mutex waits for a child"},
    {"waitpid-parked", block_waitpid, kParked, "workers are idle while main waits for a child"},
    {"waitid-condition", block_waitid, kCondition, "a child that sleeps, then a signal"},
    {"system-semaphore", block_system, kSemaphore, "a command that takes long, then a post"},
    {"popen-held", block_popen, kHeld, "the holder of a mutex reads a command's output"},
    {"spawn-join", block_spawn, kJoin, "the joined thread waits for a command"},
    {"vfork", block_vfork, kAlone, "the parent stands until the child of vfork ends"},
    {"vfork-held", block_vfork, kHeld, "the holder of a mutex stands in vfork"},
    {"flock", block_flock, kAlone, "another process has locked the file"},
    {"flock-held", block_flock, kHeld, "the holder of a mutex waits for a file lock"},
    {"fcntl-condition", block_fcntl, kCondition, "a record lock, then a signal"},
    {"ofd-semaphore", block_open_description, kSemaphore, "an open file lock, then a post"},
    {"lockf-parked", block_lockf, kParked, "workers are idle while main waits for a file lock"},
    {"message-queue", block_message_queue, kAlone, "a child sends a message late"},
    {"message-queue-condition", block_message_queue, kCondition, "a message, then a signal"},
    {"system-v-message-held", block_system_v_message, kHeld,
     "a mutex is held until a message comes"},
    {"system-v-semaphore-join", block_system_v_semaphore, kJoin, "a System V semaphore"},
    {"aio-condition", block_aio, kCondition, "asynchronous input that comes late"},
    {"aio-thread", block_aio_thread, kAlone, "a thread of the C library posts when input comes"},
};

int main(int count, char** values) {
  return run_case(cases, sizeof cases / sizeof *cases, count, values);
}
