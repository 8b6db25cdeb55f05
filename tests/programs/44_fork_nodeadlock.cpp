// Parent and child take opposite orders, each of its own copy of the locks.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);  // NODEADLOCK
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);  // NODEADLOCK
}

int main() {
  const pid_t child = fork();
  if (child == 0) {
    runLive({back, back});
    _exit(0);
  }
  runLive({forth, forth});
  int status = -1;
  waitpid(child, &status, 0);
  std::printf("child: %d\n", status);
}
