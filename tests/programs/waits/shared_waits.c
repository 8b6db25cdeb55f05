// Long waits for objects in shared memory that another process posts or gives up, and for wakers
// that Gordian does not know.
#include "waiting.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/syscall.h>

static struct shared {
  sem_t semaphore;
  pthread_mutex_t mutex;
  pthread_cond_t condition;
  pthread_rwlock_t table;
  pthread_barrier_t phase;
  int met;
  int done;
} * shared;

static void make_shared(void) {
  pthread_mutexattr_t mutex;
  pthread_condattr_t condition;
  pthread_rwlockattr_t table;
  pthread_barrierattr_t phase;
  shared = shared_memory(sizeof *shared);
  pthread_mutexattr_init(&mutex);
  pthread_condattr_init(&condition);
  pthread_rwlockattr_init(&table);
  pthread_barrierattr_init(&phase);
  pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED);
  pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED);
  pthread_rwlockattr_setpshared(&table, PTHREAD_PROCESS_SHARED);
  pthread_barrierattr_setpshared(&phase, PTHREAD_PROCESS_SHARED);
  sem_init(&shared->semaphore, 1, 0);
  pthread_mutex_init(&shared->mutex, &mutex);
  pthread_cond_init(&shared->condition, &condition);
  pthread_rwlock_init(&shared->table, &table);
  pthread_barrier_init(&shared->phase, &phase, 2);
}

static void post(void) {
  sem_post(&shared->semaphore);
}
static void block_semaphore(void) {
  make_shared();
  late(post);
  sem_wait(&shared->semaphore);
}
// A child that takes, naps and gives back, once it has taken.
static void child_holds(void (*take)(void), void (*give)(void)) {
  make_shared();
  if (fork() == 0) {
    take();
    meet(&shared->met, 2);
    nap();
    give();
    _exit(0);
  }
  meet(&shared->met, 2);
}
static void lock_mutex(void) {
  pthread_mutex_lock(&shared->mutex);
}
static void unlock_mutex(void) {
  pthread_mutex_unlock(&shared->mutex);
}
static void read_table(void) {
  pthread_rwlock_rdlock(&shared->table);
}
static void write_table(void) {
  pthread_rwlock_wrlock(&shared->table);
}
static void leave_table(void) {
  pthread_rwlock_unlock(&shared->table);
}
static void block_mutex(void) {
  child_holds(lock_mutex, unlock_mutex);
  lock_mutex();
  unlock_mutex();
}
static void block_write(void) {
  child_holds(read_table, leave_table);
  write_table();
  leave_table();
}
static void block_read(void) {
  child_holds(write_table, leave_table);
  read_table();
  leave_table();
}
static void signal_done(void) {
  lock_mutex();
  shared->done = 1;
  pthread_cond_signal(&shared->condition);
  unlock_mutex();
}
static void block_condition(void) {
  make_shared();
  late(signal_done);
  lock_mutex();
  while (!shared->done) pthread_cond_wait(&shared->condition, &shared->mutex);
  unlock_mutex();
}
static void arrive(void) {
  pthread_barrier_wait(&shared->phase);
}
static void block_barrier(void) {
  make_shared();
  late(arrive);
  arrive();
}
static void wake(void) {
  __atomic_store_n(&shared->done, 1, __ATOMIC_SEQ_CST);
  syscall(SYS_futex, &shared->done, FUTEX_WAKE, 1, 0, 0, 0);
}
static void block_futex(void) {
  make_shared();
  late(wake);
  while (!__atomic_load_n(&shared->done, __ATOMIC_SEQ_CST)) {
    syscall(SYS_futex, &shared->done, FUTEX_WAIT, 0, 0, 0, 0);
  }
}

static sem_t* named;
static void post_named(void) {
  sem_post(named);
}
static void make_named(char name[64]) {
  snprintf(name, 64, "/gordian-wait-%ld", (long)getpid());
  named = sem_open(name, O_CREAT | O_EXCL, 0600, 0);
  need(named != SEM_FAILED);
}
static void block_named(void) {
  char name[64];
  make_named(name);
  late(post_named);
  sem_unlink(name);
  sem_wait(named);
}
// A process without Gordian: its environment is empty.
static void block_stranger(void) {
  char name[64];
  make_named(name);
  if (fork() == 0) {
    char* const nothing[] = {0};
    execle("/proc/self/exe", "post", name, "late", (char*)0, nothing);
    _exit(127);
  }
  sem_wait(named);
  sem_unlink(name);
}

// A thread that no library knows, made and ended by the kernel's own calls.
static int word;
static long call(long number, long a, long b, long c) {
  long result;
  register long d __asm__("r10") = 0;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(d)
                   : "rcx", "r11", "memory");
  return result;
}
static int unknown_task(void* unused) {
  static const struct timespec time = {1, 600000000};
  call(SYS_nanosleep, (long)&time, 0, 0);
  __atomic_store_n(&word, 1, __ATOMIC_SEQ_CST);
  call(SYS_futex, (long)&word, FUTEX_WAKE, 1);
  call(SYS_exit, 0, 0, 0);
  return unused != 0;
}
static void block_unknown_task(void) {
  static char stack[1 << 16] __attribute__((aligned(16)));
  need(clone(unknown_task, stack + sizeof stack,
             CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM,
             0) > 0);
  while (!__atomic_load_n(&word, __ATOMIC_SEQ_CST)) {
    syscall(SYS_futex, &word, FUTEX_WAIT, 0, 0, 0, 0);
  }
}
static void block_plugin(void) {
  void* library = dlopen(LATE_PLUGIN, RTLD_NOW);
  need(library != 0);
  void (*post_late)(sem_t*) = (void (*)(sem_t*))dlsym(library, "post_late");
  sem_t semaphore;
  sem_init(&semaphore, 0, 0);
  post_late(&semaphore);
  sem_wait(&semaphore);
}
static void continue_parent(void) {
  kill(getppid(), SIGCONT);
}
static void block_stopped(void) {
  late(continue_parent);
  raise(SIGSTOP);
}

static const struct wait_case cases[] = {
    {"shared-semaphore", block_semaphore, kAlone, "a child posts late"},
    {"shared-semaphore-held", block_semaphore, kHeld, "a mutex is held until a child posts"},
    {"shared-semaphore-parked", block_semaphore, kParked, "workers are idle until a child posts"},
    {"shared-mutex", block_mutex, kAlone, "a child holds the mutex and sleeps"},
    {"shared-mutex-held", block_mutex, kHeld, "a mutex is held until a child gives up another"},
    {"shared-mutex-condition", block_mutex, kCondition, "a child's mutex, then a signal"},
    {"shared-write", block_write, kAlone, "a child reads for long"},
    {"shared-read-semaphore", block_read, kSemaphore, "a child writes for long, then a post"},
    {"shared-condition", block_condition, kAlone, "a child signals late"},
    {"shared-condition-join", block_condition, kJoin, "the joined thread is signalled by a child"},
    {"shared-barrier", block_barrier, kAlone, "a child comes late"},
    {"shared-barrier-parked", block_barrier, kParked, "workers are idle until a child comes"},
    {"shared-futex", block_futex, kAlone, "a child wakes late"},
    {"shared-futex-held", block_futex, kHeld, "a mutex is held until a child wakes"},
    {"named-semaphore", block_named, kAlone, "a child posts late"},
    {"named-semaphore-condition", block_named, kCondition, "a child posts late, then a signal"},
    {"stranger", block_stranger, kAlone, "a process without Gordian posts late"},
    {"stranger-held", block_stranger, kHeld, "a mutex is held until a stranger posts"},
    {"unknown-task", block_unknown_task, kAlone, "a task that no library knows wakes late"},
    {"unknown-task-parked", block_unknown_task, kParked, "workers and main wait for such a task"},
    {"plugin", block_plugin, kAlone, "a thread of a library that was opened posts late"},
    {"plugin-condition", block_plugin, kCondition, "such a thread posts, then a signal"},
    {"stopped-held", block_stopped, kHeld, "the whole process is stopped for a while"},
};

int main(int count, char** values) {
  if (count == 3) {  // the stranger
    nap();
    named = sem_open(values[1], 0);
    post_named();
    return 0;
  }
  return run_case(cases, sizeof cases / sizeof *cases, count, values);
}
