// OPTIONS: locks=2
// The child goes on after fork() and takes the locks in both orders in two threads of its own.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);  // DEADLOCK
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);  // DEADLOCK
}

int main() {
  const pid_t child = fork();
  if (child == 0) {
    runLive({forth, back});
    _exit(0);
  }
  int status = -1;
  waitpid(child, &status, 0);
  std::printf("child: %d\n", status);
}
