#include "isolated.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <iostream>

namespace gordian::analyzer::facts {
namespace {

// Less than the distance that the kernel keeps between a stack and what is mapped below it.
constexpr rlim_t kStack = rlim_t{100} << 20;
constexpr int kNoMemory = 113;

}  // namespace

void raiseStackLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_STACK, &limit) != 0) return;
  if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= kStack) return;
  limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? kStack : std::min(kStack, limit.rlim_max);
  setrlimit(RLIMIT_STACK, &limit);
}

Outcome runIsolated(const std::function<int()>& work) {
  std::cout.flush();
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child < 0) return {0, std::string("no process for it: ") + std::strerror(errno)};
  if (child == 0) {
    int status = kNoMemory;
    try {
      status = work();
      std::cout.flush();
      std::fflush(nullptr);
    } catch (const std::exception& problem) {
      std::fprintf(stderr, "gordian-check: %s\n", problem.what());
    }
    _exit(status);  // no destructors of what belongs to the parent
  }
  int state = 0;
  while (waitpid(child, &state, 0) < 0) {
    if (errno != EINTR) return {0, std::string("its process was lost: ") + std::strerror(errno)};
  }
  if (WIFSIGNALED(state)) {
    return {0, std::string("the compiler's front end crashed: ") + strsignal(WTERMSIG(state))};
  }
  if (WEXITSTATUS(state) == kNoMemory) return {0, "its process ended early"};
  return {WEXITSTATUS(state), {}};
}

}  // namespace gordian::analyzer::facts
