// What the well-behaved programs of this folder have in common: each mode says what it saw on
// standard output, and natively, under `gordian run` and linked to the runtime it is the same.
#pragma once

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct Mode {
  const char* name;
  void (*run)(void);
};

static inline void say(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vprintf(format, arguments);
  va_end(arguments);
  putchar('\n');
  fflush(stdout);
}

static inline void must(int isTrue, const char* what) {
  if (isTrue) return;
  say("FAILED: %s (%s)", what, strerrorname_np(errno));
  abort();
}

static inline void pauseMs(long ms) {
  struct timespec left = {ms / 1000, ms % 1000 * 1000000};
  while (nanosleep(&left, &left) != 0) {
  }
}

static inline void handle(int number, void (*handler)(int), int flags) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = flags;
  must(sigaction(number, &action, NULL) == 0, "sigaction");
}

// Waits until the thread sleeps in the system, and a moment more.
static inline void untilAsleep(pid_t tid) {
  char name[64];
  snprintf(name, sizeof name, "/proc/self/task/%d/stat", (int)tid);
  for (int in_a_row = 0; in_a_row < 3;) {
    char line[512] = "";
    FILE* file = fopen(name, "r");
    if (file == NULL) return;
    const size_t size = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[size] = '\0';
    const char* end = strrchr(line, ')');
    in_a_row = end != NULL && end[1] == ' ' && end[2] == 'S' ? in_a_row + 1 : 0;
    pauseMs(5);
  }
}

static inline const char* nameOfError(int error) {
  return error == 0 ? "0" : strerrorname_np(error);
}

static inline int endOf(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static inline int runModes(const struct Mode* modes, int count, int argc, char** argv) {
  for (int i = 0; i < count; ++i)
    if (argc > 1 && strcmp(argv[1], modes[i].name) == 0) {
      modes[i].run();
      say("done");
      return 0;
    } else if (argc > 1 && strcmp(argv[1], "--list") == 0) {
      say("%s", modes[i].name);
    }
  return argc > 1 && strcmp(argv[1], "--list") == 0 ? 0 : 2;
}
