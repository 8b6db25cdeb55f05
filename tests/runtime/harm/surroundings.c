// What a program does to itself that takes something from the runtime, and goes on well without.
#include "everything.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

static void usual(void) {
  everything(0);
}

static void closesAll(void) {
  pairs();
  closefrom(3);
  everything(0);
  const int file = open("/dev/null", O_RDONLY);
  say("file %d", file);
}
static void closesStandard(void) {
  const int kept = fcntl(1, F_DUPFD, 20);
  for (int file = 0; file < 10; ++file) close(file);
  everything(0);
  dup2(kept, 1);
  say("here again");
}

static void noDump(void) {
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  everything(0);
  say("dumpable %d", prctl(PR_GET_DUMPABLE, 0, 0, 0, 0));
}

static void changesRoot(void) {
  must(chroot("/var/empty") == 0 || chroot("/sys/kernel") == 0, "chroot");
  must(chdir("/") == 0, "chdir");
  childToo();
}
static void changesUser(void) {
  must(setgid(65534) == 0 && setuid(65534) == 0, "setuid");
  childToo();
}

static void fewFiles(void) {
  const struct rlimit none = {3, 3};
  setrlimit(RLIMIT_NOFILE, &none);
  everything(0);
}
static void noFileSize(void) {
  const struct rlimit none = {0, 0};
  setrlimit(RLIMIT_FSIZE, &none);
  everything(0);
}
// Two orders, then more than the recording has room for.
static void* secondFirst(void* nothing) {
  pthread_mutex_lock(&locks[1]);
  pthread_mutex_lock(&locks[0]);
  pthread_mutex_unlock(&locks[0]);
  pthread_mutex_unlock(&locks[1]);
  sem_post(&answer);
  while (sem_wait(&semaphore) != 0) {
  }
  return nothing;
}
static void fullRecording(void) {
  const struct rlimit few = {300000, 300000};
  setrlimit(RLIMIT_FSIZE, &few);
  pthread_t thread;
  sem_init(&semaphore, 0, 0);
  sem_init(&answer, 0, 0);
  pthread_create(&thread, NULL, secondFirst, NULL);
  while (sem_wait(&answer) != 0) {
  }
  for (int apart = 1; apart < 20; ++apart)
    for (int i = 0; i + apart < kLocks; ++i) {
      pthread_mutex_lock(&locks[i]);
      pthread_mutex_lock(&locks[i + apart]);
      pthread_mutex_unlock(&locks[i + apart]);
      pthread_mutex_unlock(&locks[i]);
    }
  sem_post(&semaphore);
  pthread_join(thread, NULL);
}
static void littleMemory(void) {
  unsigned long pages = 0;
  FILE* file = fopen("/proc/self/statm", "r");
  must(file != NULL && fscanf(file, "%lu", &pages) == 1, "statm");
  fclose(file);
  const size_t size = pages * 4096 + 4 * 65536 + 150000;  // three small stacks fit, no more arenas
  const struct rlimit limit = {size, size};
  setrlimit(RLIMIT_AS, &limit);
  everything(65536);
}

static void smallStacks(void) {
  everything(16384);
}

// A handler on a small stack that has to wait.
static pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER;
static void waitInHandler(int number) {
  (void)number;
  pthread_mutex_lock(&held);
  pthread_mutex_unlock(&held);
  while (sem_wait(&semaphore) != 0) {
  }
  pairs();
}
static void* onSmallStack(void* ready) {
  stack_t stack = {.ss_sp = malloc(8192), .ss_size = 8192};
  must(sigaltstack(&stack, NULL) == 0, "sigaltstack");
  __atomic_store_n((int*)ready, 1, __ATOMIC_SEQ_CST);
  raise(SIGUSR1);
  stack.ss_flags = SS_DISABLE;
  sigaltstack(&stack, NULL);
  free(stack.ss_sp);
  return NULL;
}
static void smallAltStack(void) {
  int ready = 0;
  sem_init(&semaphore, 0, 0);
  handle(SIGUSR1, waitInHandler, SA_ONSTACK);
  pthread_mutex_lock(&held);
  pthread_t thread;
  pthread_create(&thread, NULL, onSmallStack, &ready);
  while (!__atomic_load_n(&ready, __ATOMIC_SEQ_CST)) pauseMs(1);
  pauseMs(300);
  pthread_mutex_unlock(&held);
  pauseMs(300);
  sem_post(&semaphore);
  pthread_join(thread, NULL);
}

int main(int argc, char** argv) {
  for (int i = 0; i < kLocks; ++i) locks[i] = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
  const struct Mode modes[] = {{"usual", usual},
                               {"closes-all", closesAll},
                               {"closes-standard", closesStandard},
                               {"no-dump", noDump},
                               {"changes-root", changesRoot},
                               {"changes-user", changesUser},
                               {"few-files", fewFiles},
                               {"no-file-size", noFileSize},
                               {"full-recording", fullRecording},
                               {"little-memory", littleMemory},
                               {"small-stacks", smallStacks},
                               {"small-alt-stack", smallAltStack}};
  return runModes(modes, sizeof modes / sizeof modes[0], argc, argv);
}
