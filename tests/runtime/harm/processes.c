// Processes and libraries that come and go, calls past the library, and many threads.
#include "harm.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>

extern char** environ;

static pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t inner = PTHREAD_MUTEX_INITIALIZER;
static int isOver;

static void lockBoth(void) {
  pthread_mutex_lock(&outer);
  pthread_mutex_lock(&inner);
  pthread_mutex_unlock(&inner);
  pthread_mutex_unlock(&outer);
}

static void* lockUntilOver(void* nothing) {
  (void)nothing;
  for (int round = 0; !__atomic_load_n(&isOver, __ATOMIC_RELAXED); ++round) {
    lockBoth();
    if (round > 1000) continue;
    pthread_mutex_t* fresh = calloc(1, sizeof *fresh);
    pthread_mutex_lock(fresh);
    lockBoth();
    pthread_mutex_unlock(fresh);
    free(fresh);
  }
  return NULL;
}

static void* lockOwn(void* nothing) {
  pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_t two = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&one);
  pthread_mutex_lock(&two);
  pthread_mutex_unlock(&two);
  pthread_mutex_unlock(&one);
  pthread_mutex_destroy(&two);
  pthread_mutex_destroy(&one);
  return nothing;
}

// 500 forks by four threads while two others lock.
static int ended[4];
static void* forkOften(void* argument) {
  int* const good = argument;
  for (int i = 0; i < 125; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      lockOwn(NULL);
      if (i % 5 == 0) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, lockOwn, NULL) != 0) _exit(1);
        pthread_join(thread, NULL);
      }
      _exit(9);
    }
    if (child > 0 && endOf(child) == 9) ++*good;
  }
  return NULL;
}
static void forkStorm(void) {
  pthread_t lockers[2];
  pthread_t forkers[4];
  for (int i = 0; i < 2; ++i) pthread_create(&lockers[i], NULL, lockUntilOver, NULL);
  for (int i = 0; i < 4; ++i) pthread_create(&forkers[i], NULL, forkOften, &ended[i]);
  for (int i = 0; i < 4; ++i) pthread_join(forkers[i], NULL);
  isOver = 1;
  for (int i = 0; i < 2; ++i) pthread_join(lockers[i], NULL);
  say("%d %d %d %d", ended[0], ended[1], ended[2], ended[3]);
}

static void* makeAndDestroy(void* nothing) {
  while (!__atomic_load_n(&isOver, __ATOMIC_RELAXED)) lockOwn(nothing);
  return NULL;
}

// Children made past the C library, as sandboxes do, while other threads are in the runtime: what
// these held there is held in the copy for ever.
static void copiedLocks(void) {
  pthread_t threads[4];
  for (int i = 0; i < 4; ++i)
    must(pthread_create(&threads[i], NULL, makeAndDestroy, NULL) == 0, "create");
  int good = 0;
  for (int i = 0; i < 300; ++i) {
    const pid_t child = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (child == 0) {
      lockOwn(NULL);
      _exit(7);
    }
    int status = 0;
    must(waitpid(child, &status, 0) == child, "waitpid");
    good += WIFEXITED(status) && WEXITSTATUS(status) == 7;
  }
  __atomic_store_n(&isOver, 1, __ATOMIC_RELAXED);
  for (int i = 0; i < 4; ++i) pthread_join(threads[i], NULL);
  say("%d of 300 copies ended well", good);
}

static int spawned;
static void* spawnOften(void* nothing) {
  for (int i = 0; i < 10; ++i) {
    pid_t child = 0;
    char* arguments[] = {"sh", "-c", "exit 5", NULL};
    if (posix_spawn(&child, "/bin/sh", NULL, NULL, arguments, environ) == 0 && endOf(child) == 5)
      __atomic_add_fetch(&spawned, 1, __ATOMIC_RELAXED);
    const int status = system("exit 6");
    if (WEXITSTATUS(status) == 6) __atomic_add_fetch(&spawned, 1, __ATOMIC_RELAXED);
    child = vfork();
    if (child == 0) {
      execl("/bin/sh", "sh", "-c", "exit 7", (char*)NULL);
      _exit(1);
    }
    if (endOf(child) == 7) __atomic_add_fetch(&spawned, 1, __ATOMIC_RELAXED);
  }
  return nothing;
}
static void spawns(void) {
  pthread_t locker;
  pthread_t spawners[3];
  pthread_create(&locker, NULL, lockUntilOver, NULL);
  for (int i = 0; i < 3; ++i) pthread_create(&spawners[i], NULL, spawnOften, NULL);
  for (int i = 0; i < 3; ++i) pthread_join(spawners[i], NULL);
  isOver = 1;
  pthread_join(locker, NULL);
  say("%d", spawned);
}

// Children that run on the memory of their parent, and lock there.
static void* vforkOften(void* good) {
  for (int i = 0; i < 50; ++i) {
    const pid_t child = vfork();
    if (child == 0) {
      lockBoth();
      _exit(9);
    }
    lockBoth();
    *(int*)good += endOf(child) == 9;
  }
  return NULL;
}
static void vforkLocks(void) {
  pthread_t threads[3];
  for (int i = 0; i < 3; ++i) pthread_create(&threads[i], NULL, vforkOften, &ended[i]);
  for (int i = 0; i < 3; ++i) pthread_join(threads[i], NULL);
  say("%d %d %d", ended[0], ended[1], ended[2]);
}

// Whoever reaps every child must find its own ones only.
static volatile int reaped;
static volatile int strangers;
static pid_t children[64];
static void reap(int number) {
  (void)number;
  const int error = errno;
  for (pid_t pid; (pid = waitpid(-1, NULL, WNOHANG)) > 0; ++reaped) {
    int isOwn = 0;
    for (int i = 0; i < 64; ++i) isOwn |= children[i] == pid;
    strangers += !isOwn;
  }
  errno = error;
}
static void reapsAll(void) {
  handle(SIGCHLD, reap, SA_RESTART | SA_NOCLDSTOP);
  sigset_t child;
  sigset_t before;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  for (int i = 0; i < 64; ++i) {
    sigprocmask(SIG_BLOCK, &child, &before);
    children[i] = fork();
    if (children[i] == 0) _exit(lockOwn(NULL) != NULL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    lockBoth();
  }
  for (int i = 0; i < 500 && reaped < 64; ++i) pauseMs(10);
  errno = 0;
  const pid_t left = waitpid(-1, NULL, 0);
  say("%d reaped, %d strangers, then %d %s", reaped, strangers, left, nameOfError(errno));
}

static void daemonTwice(void) {
  int result[2];
  must(pipe(result) == 0, "pipe");
  if (fork() == 0) {
    setsid();
    if (fork() != 0) _exit(0);
    close(result[0]);
    for (int file = 3; file < 1024; ++file)
      if (file != result[1]) close(file);
    pauseMs(100);
    pthread_t thread;
    pthread_create(&thread, NULL, lockOwn, NULL);
    pthread_join(thread, NULL);
    lockBoth();
    _exit(write(result[1], "daemon", 6) != 6);
  }
  close(result[1]);
  char text[16] = "";
  wait(NULL);
  const ssize_t got = read(result[0], text, sizeof text - 1);
  say("%zd %s, %s", got, text, wait(NULL) < 0 ? nameOfError(errno) : "a child");
}

static void* wakeLater(void* word) {
  pauseMs(50);
  __atomic_store_n((int*)word, 1, __ATOMIC_SEQ_CST);
  return (void*)syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 10, NULL, NULL, 0);
}
static void systemCalls(void) {
  int word = 0;
  const struct timespec span = {0, 20000000};
  say("tid %d", syscall(SYS_gettid) == gettid());
  errno = 0;
  say("timeout %ld %s", syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, &span, NULL, 0),
      nameOfError(errno));
  errno = 0;
  say("value %ld %s", syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 7, NULL, NULL, 0),
      nameOfError(errno));
  errno = 0;
  say("bad %ld %s", syscall(SYS_futex, 8, FUTEX_WAIT_PRIVATE, 7, NULL, NULL, 0),
      nameOfError(errno));
  errno = 0;
  say("odd %ld %s", syscall(SYS_futex, &word, 77, 7, NULL, NULL, 0), nameOfError(errno));
  errno = 0;
  say("wake %ld %s", syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0),
      nameOfError(errno));
  pthread_t waker;
  pthread_create(&waker, NULL, wakeLater, &word);
  while (__atomic_load_n(&word, __ATOMIC_SEQ_CST) == 0)
    syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
  pthread_join(waker, NULL);
  errno = 0;
  say("none %ld %s", syscall(100000), nameOfError(errno));
  void* const page = (void*)syscall(SYS_mmap, NULL, 4096, PROT_READ | PROT_WRITE,
                                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  say("six arguments %d", page != MAP_FAILED && *(char*)page == 0);
  const long child = syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, 0L);
  if (child == 0) _exit(8);
  say("clone %d", endOf((pid_t)child));
  const long locks = syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, 0L);
  if (locks == 0) {
    lockBoth();
    _exit(9);
  }
  say("clone that locks %d", endOf((pid_t)locks));
}

// A C program that loads a C++ library privately, again and again.
static void loads(void) {
  int sum = 0;
  for (int i = 0; i < 100; ++i) {
    void* library = dlopen(PLUGIN, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) say("%s", dlerror());
    must(library != NULL, "dlopen");
    int (*use)(int) = (int (*)(int))(long)dlsym(library, "usePlugin");
    sum += use(i);
    must(dlclose(library) == 0, "dlclose");
  }
  say("%d", sum);
}
static int usedByThreads;
static void* loadOften(void* nothing) {
  for (int i = 0; i < 50; ++i) {
    void* library = dlopen(PLUGIN, RTLD_LAZY | RTLD_LOCAL);
    must(library != NULL, "dlopen");
    int (*use)(int) = (int (*)(int))(long)dlsym(library, "usePlugin");
    __atomic_add_fetch(&usedByThreads, use(1) > 0, __ATOMIC_RELAXED);
    dlclose(library);
  }
  return nothing;
}
static void loadsByThreads(void) {
  pthread_t threads[4];
  for (int i = 0; i < 4; ++i) pthread_create(&threads[i], NULL, loadOften, NULL);
  for (int i = 0; i < 4; ++i) pthread_join(threads[i], NULL);
  say("%d", usedByThreads);
}

// Many threads.

static int counted;
static void* count(void* nothing) {
  pthread_mutex_lock(&outer);
  ++counted;
  pthread_mutex_unlock(&outer);
  return nothing;
}
static void thousandASecond(void) {
  struct timespec next;
  clock_gettime(CLOCK_MONOTONIC, &next);
  for (int batch = 0; batch < 250; ++batch) {
    pthread_t threads[20];
    for (int i = 0; i < 20; ++i)
      must(pthread_create(&threads[i], NULL, count, NULL) == 0, "create");
    for (int i = 0; i < 20; ++i) pthread_join(threads[i], NULL);
    next.tv_nsec += 20000000;
    if (next.tv_nsec >= 1000000000) {
      ++next.tv_sec;
      next.tv_nsec -= 1000000000;
    }
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
  }
  say("%d", counted);
}
static void detached(void) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  for (int i = 0; i < 10000; ++i) {
    pthread_t thread;
    while (pthread_create(&thread, &attributes, count, NULL) != 0) pauseMs(1);
  }
  for (int now = 0; now < 10000; pauseMs(1)) {
    pthread_mutex_lock(&outer);
    now = counted;
    pthread_mutex_unlock(&outer);
  }
  say("%d", counted);
}
static pthread_cond_t unpark = PTHREAD_COND_INITIALIZER;
static int isUnparked;
static void* park(void* nothing) {
  pthread_mutex_lock(&outer);
  while (!isUnparked) pthread_cond_wait(&unpark, &outer);
  ++counted;
  pthread_mutex_unlock(&outer);
  return nothing;
}
static void parked(void) {
  pthread_t threads[200];
  for (int i = 0; i < 200; ++i) pthread_create(&threads[i], NULL, park, NULL);
  pauseMs(2000);
  pthread_mutex_lock(&outer);
  isUnparked = 1;
  pthread_cond_broadcast(&unpark);
  pthread_mutex_unlock(&outer);
  for (int i = 0; i < 200; ++i) pthread_join(threads[i], NULL);
  say("%d", counted);
}
static void tasks(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, count, NULL);
  pthread_join(thread, NULL);
  pauseMs(20);
  say("unshare %s", unshare(CLONE_NEWUSER) == 0 ? "0" : nameOfError(errno));
}

int main(int argc, char** argv) {
  const struct Mode modes[] = {{"fork-storm", forkStorm},
                               {"copied-locks", copiedLocks},
                               {"spawns", spawns},
                               {"vfork-locks", vforkLocks},
                               {"reaps-all", reapsAll},
                               {"daemon-twice", daemonTwice},
                               {"system-calls", systemCalls},
                               {"loads", loads},
                               {"loads-by-threads", loadsByThreads},
                               {"thousand-a-second", thousandASecond},
                               {"detached", detached},
                               {"parked", parked},
                               {"unshare", tasks}};
  return runModes(modes, sizeof modes / sizeof modes[0], argc, argv);
}
