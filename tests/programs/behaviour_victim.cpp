// A program that takes two locks in both orders and then ends as it is told:
//   behaviour_victim quiet|quiet3|return|exit3|quickexit|abort|term|kill|echo|sleep
// The quiet ones take no lock; `sleep` says "ready" and waits for a signal.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);
}

void echo() {
  char buffer[4096];
  for (ssize_t n = 0; (n = read(0, buffer, sizeof buffer)) > 0;) {
    if (write(1, buffer, static_cast<std::size_t>(n)) != n) std::abort();
  }
}

int main(int argc, char** argv) {
  const char* mode = argc > 1 ? argv[1] : "return";
  const auto is = [mode](const char* name) { return std::strcmp(mode, name) == 0; };
  if (is("quiet")) return 0;
  if (is("quiet3")) return 3;
  runLive({forth, back});
  if (is("exit3")) std::exit(3);
  if (is("quickexit")) std::quick_exit(0);
  if (is("abort")) std::abort();
  if (is("term")) std::raise(SIGTERM);
  if (is("kill")) std::raise(SIGKILL);
  if (is("echo")) echo();
  if (is("sleep")) {
    if (write(1, "ready\n", 6) != 6) return 1;
    for (;;) pause();
  }
  return 0;
}
