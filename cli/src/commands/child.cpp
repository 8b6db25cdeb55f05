#include "child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

namespace gordian::cli {
namespace {

constexpr std::array kForwarded = {SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGALRM, SIGCONT, SIGWINCH};
// The terminal sends these to the whole foreground group, so the child gets its own.
constexpr std::array kFromTerminal = {SIGINT, SIGQUIT};

constexpr std::chrono::milliseconds kFirstLook{200};

volatile sig_atomic_t childPid = 0;

void forward(int signal, siginfo_t* info, void*) {
  const int saved = errno;
  const bool isFromUser = info->si_code == SI_USER || info->si_code == SI_QUEUE;
  // What the kernel sends (a key, a resized window) goes to the whole group.
  if (isFromUser && childPid > 0 && info->si_pid != childPid) kill(childPid, signal);
  errno = saved;
}

class SignalRelay {
 public:
  SignalRelay() {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &mask_);
    std::size_t i = 0;
    for (const int signal : kForwarded) install(signal, old_[i++]);
    for (const int signal : kFromTerminal) install(signal, old_[i++]);
  }
  // In the parent, once the child is known: signals that came meanwhile are forwarded now.
  void start(pid_t child) {
    childPid = child;
    sigprocmask(SIG_SETMASK, &mask_, nullptr);
  }
  void restore() const {
    std::size_t i = 0;
    for (const int signal : kForwarded) sigaction(signal, &old_[i++], nullptr);
    for (const int signal : kFromTerminal) sigaction(signal, &old_[i++], nullptr);
    sigprocmask(SIG_SETMASK, &mask_, nullptr);
  }
  // The child is gone: whoever ends this process from now on means it.
  void stop() const {
    childPid = 0;
    restore();
  }

 private:
  static void install(int signal, struct sigaction& old) {
    sigaction(signal, nullptr, &old);
    if (old.sa_handler == SIG_IGN) return;  // nohup and the like: ignored by the child as well
    struct sigaction action {};
    action.sa_sigaction = forward;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    sigfillset(&action.sa_mask);
    sigaction(signal, &action, nullptr);
  }

  sigset_t mask_{};
  std::array<struct sigaction, kForwarded.size() + kFromTerminal.size()> old_{};
};

[[noreturn]] void becomeProgram(const std::vector<std::string>& command, const SignalRelay& relay,
                                const std::function<void()>& prepare, int errorPipe) {
  prepare();
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  relay.restore();
  execvp(arguments[0], arguments.data());
  const int error = errno;
  [[maybe_unused]] const ssize_t size = write(errorPipe, &error, sizeof error);
  _exit(127);
}

// Looks from time to time until the child has ended. Where the kernel has no pidfd, never.
void lookWhileItRuns(pid_t child, const Look& look) {
  using Clock = std::chrono::steady_clock;
  const int process = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  if (process < 0) return;
  auto next = Clock::now() + kFirstLook;
  for (;;) {
    // Forwarding a signal interrupts the wait, and must not put the next look off.
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now()).count();
    pollfd end{process, POLLIN, 0};
    if (rest > 0 && poll(&end, 1, static_cast<int>(rest)) > 0) break;
    if (Clock::now() < next) continue;
    next = Clock::now() + look(child);
  }
  close(process);
}

}  // namespace

ChildResult runChild(const std::vector<std::string>& command, const std::function<void()>& prepare,
                     const Look& look) {
  ChildResult result;
  int errorPipe[2];
  if (pipe2(errorPipe, O_CLOEXEC) != 0) {
    result.error = errno;
    return result;
  }
  SignalRelay relay;
  result.pid = fork();
  if (result.pid == 0) becomeProgram(command, relay, prepare, errorPipe[1]);
  if (result.pid < 0) {
    result.error = errno;
    relay.restore();
    close(errorPipe[0]);
    close(errorPipe[1]);
    return result;
  }
  relay.start(result.pid);
  // A reader that went away or a full limit costs the report, not the program's status.
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  close(errorPipe[1]);
  ssize_t size = 0;
  do size = read(errorPipe[0], &result.error, sizeof result.error);
  while (size < 0 && errno == EINTR);
  if (size != sizeof result.error) result.error = 0;
  close(errorPipe[0]);
  if (look && result.error == 0) lookWhileItRuns(result.pid, look);
  while (waitpid(result.pid, &result.waitStatus, 0) < 0 && errno == EINTR) {
  }
  relay.stop();
  return result;
}

void dieBy(int signal) {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
  struct sigaction action {};
  action.sa_handler = SIG_DFL;
  sigaction(signal, &action, nullptr);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  raise(signal);
  sigprocmask(SIG_UNBLOCK, &set, nullptr);
  _exit(128 + signal);
}

}  // namespace gordian::cli
