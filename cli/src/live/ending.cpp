#include "ending.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <chrono>

#include "../commands/console.hpp"
#include "proc_files.hpp"

namespace gordian::cli {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kGrace{1000};
constexpr milliseconds kLongestCore{60'000};
constexpr milliseconds kStep{20};

void sleepFor(milliseconds time) {
  const timespec step{0, std::chrono::nanoseconds(time).count()};
  nanosleep(&step, nullptr);
}

bool isDumping(const Victim& victim) {
  const auto status = contentOf(fmt::format("/proc/{}/status", victim.pid()));
  return status && maskIn(*status, "CoreDumping") == std::uint64_t{1};
}

// Until it is gone, or the grace is over and it writes no core.
bool waitForEnd(const Victim& victim) {
  for (milliseconds waited{0}; waited < kLongestCore; waited += kStep) {
    if (victim.isGone()) return true;
    if (waited >= kGrace && !isDumping(victim)) return false;
    sleepFor(kStep);
  }
  return false;
}

}  // namespace

std::unique_ptr<Victim> Victim::of(std::uint32_t pid) {
  const int file = static_cast<int>(syscall(SYS_pidfd_open, static_cast<pid_t>(pid), 0));
  if (file < 0) return nullptr;
  std::unique_ptr<Victim> victim(new Victim(pid, file));
  victim->name_ = contentOf(fmt::format("/proc/{}/comm", pid)).value_or("");
  if (!victim->name_.empty() && victim->name_.back() == '\n') victim->name_.pop_back();
  return victim;
}

Victim::~Victim() {
  close(file_);
}

void Victim::send(int signal) const {
  syscall(SYS_pidfd_send_signal, file_, signal, nullptr, 0);
}

bool Victim::isGone() const {
  pollfd end{file_, POLLIN, 0};
  return poll(&end, 1, 0) > 0;
}

void endProcesses(const Victims& victims, OnDeadlock how, const std::string& because) {
  const bool isAborted = how == OnDeadlock::Abort;
  for (const auto& victim : victims) {
    victim->send(isAborted ? SIGABRT : SIGKILL);
    // A stopped process takes nothing but SIGKILL.
    if (isAborted) victim->send(SIGCONT);
    say(fmt::format("{} process {} ({}) because of {} (on_deadlock = {})",
                    isAborted ? "aborted" : "ended", victim->pid(), victim->name(), because,
                    wordOf(how)));
  }
  if (!isAborted) return;
  for (const auto& victim : victims) {
    if (waitForEnd(*victim)) continue;
    victim->send(SIGKILL);
    say(fmt::format("ended process {} ({}): it went on after SIGABRT", victim->pid(),
                    victim->name()));
  }
}

}  // namespace gordian::cli
