// Runs a program as if this process were not there: signals, terminal and exit status pass through.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace gordian::cli {

struct ChildResult {
  pid_t pid = 0;
  int error = 0;       // errno of a program that could not be started, else 0
  int waitStatus = 0;  // as waitpid() gives it
};

// `prepare` runs in the child before exec. Not for processes with several threads.
ChildResult runChild(const std::vector<std::string>& command, const std::function<void()>& prepare);

// Ends this process by the same signal, without a core file of its own.
[[noreturn]] void dieBy(int signal);

}  // namespace gordian::cli
