// Runs a program as if this process were not there: signals, terminal and exit status pass through.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace gordian::cli {

struct ChildResult {
  pid_t pid = 0;
  int error = 0;       // errno of a program that could not be started, else 0
  int waitStatus = 0;  // as waitpid() gives it
};

// To be called again and again while the child runs; gives how long to wait until the next time.
using Look = std::function<std::chrono::milliseconds(pid_t child)>;

// `prepare` runs in the child before exec, `look`, unless it is empty, while the child lives. Not
// for processes with several threads.
ChildResult runChild(const std::vector<std::string>& command, const std::function<void()>& prepare,
                     const Look& look = {});

// Ends this process by the same signal, without a core file of its own.
[[noreturn]] void dieBy(int signal);

}  // namespace gordian::cli
