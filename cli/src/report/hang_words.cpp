#include "hang_words.hpp"

#include <fmt/format.h>
#include <gordian/recording/board.h>
#include <gordian/recording/format.h>

#include <algorithm>
#include <set>

#include "rules.hpp"

namespace gordian::cli {
namespace {

std::size_t stuckOf(const HangFacts& hang) {
  const auto gone = std::count_if(hang.waiting.begin(), hang.waiting.end(), [](const Waiting& one) {
    return one.role == Waiting::Role::OwnerGone;
  });
  return hang.waiting.size() - static_cast<std::size_t>(gone) + hang.unlisted;
}

std::size_t processesOf(const Finding& finding) {
  std::set<std::uint32_t> processes;
  for (const Thread& thread : finding.threads) processes.insert(thread.process);
  return processes.size();
}

// "2 of 6 threads", "1 thread".
std::string share(const Finding& finding) {
  const std::size_t stuck = stuckOf(*finding.hang);
  const std::size_t all = std::max<std::size_t>(stuck, finding.hang->threads);
  const std::size_t processes = processesOf(finding);
  const std::string in = processes > 1 ? fmt::format(" in {} processes", processes) : "";
  return fmt::format("{} of {} {}{}", stuck, all, all == 1 ? "thread" : "threads", in);
}

bool isInCycle(const Waiting& waiting) {
  return waiting.role == Waiting::Role::InCycle;
}

// "processes" where each of the circle is in another one.
const char* circleOf(const Finding& finding) {
  std::set<std::uint32_t> processes;
  std::size_t count = 0;
  for (const Waiting& waiting : finding.hang->waiting) {
    if (!isInCycle(waiting)) continue;
    ++count;
    processes.insert(finding.threads[waiting.thread].process);
  }
  return processes.size() == count ? "processes" : "threads";
}

bool hasJoin(const HangFacts& hang) {
  return std::any_of(hang.waiting.begin(), hang.waiting.end(), [](const Waiting& one) {
    return isInCycle(one) && one.waitsFor.starts_with("the end of ");
  });
}

}  // namespace

std::string awaitedWords(std::uint8_t kind, const std::string& name) {
  const auto called = [&](const char* what, const char* unnamed) {
    if (name.empty()) return std::string(unnamed);
    return name.starts_with(what) ? name : fmt::format("{} {}", what, name);
  };
  switch (kind) {
    case recording::kWaitLock:
      return name.empty() ? "a lock" : name;
    case recording::kWaitThread:
      return called("the end of", "the end of a thread");
    case recording::kWaitOnce:
      return name.starts_with("once flag") ? name : called("call_once", "a call_once that runs");
    case recording::kWaitGuard:
      return name.empty() ? "the initialisation of a static variable" : name;
    case recording::kWaitCondition:
      return called("condition variable", "a condition variable");
    case recording::kWaitSemaphore:
      return called("semaphore", "a semaphore");
    case recording::kWaitBarrier:
      return called("barrier", "a barrier");
    case recording::kWaitFutex:
      return called("a notification of", "a notification (atomic, latch or future)");
    case recording::kWaitPipe:
      return called("pipe", "a pipe");
    case recording::kWaitProcess:
      return "the end of a process";
    case recording::kWaitFileLock:
      return called("file lock", "a file lock");
    default:
      return "nothing";
  }
}

std::string actionWord(std::uint32_t action) {
  switch (action) {
    case recording::kHangExit:
      return "exit";
    case recording::kHangAbort:
      return "abort";
    case recording::kHangWait:
      return "wait";
    default:
      return "report";
  }
}

std::string actionWords(const std::string& action) {
  if (action == "exit") return "on_deadlock=exit: the program is ended, with status 67";
  if (action == "abort") return "on_deadlock=abort: the program is ended by SIGABRT";
  if (action == "wait") return "on_deadlock=wait: the program is left as it is";
  return "on_deadlock=report: the program is left as it is";
}

std::string hangMessage(const Finding& finding) {
  const std::string who = share(finding);
  const bool isOne = stuckOf(*finding.hang) == 1;
  if (finding.id == "GD202")
    return fmt::format("STALL - {} {}, and nobody is left who could wake {}", who,
                       isOne ? "waits" : "wait", isOne ? "it" : "them");
  if (finding.id == "GD205")
    return fmt::format("OWNER GONE - {} {} for what a thread held when it ended", who,
                       isOne ? "waits" : "wait");
  if (finding.id == "GD204")
    return fmt::format("DEADLOCK of file locks - {} can never continue", who);
  return fmt::format("DEADLOCK - {} can never continue", who);
}

std::string hangStory(const Finding& finding) {
  const auto& waiting = finding.hang->waiting;
  const auto inCycle = std::count_if(waiting.begin(), waiting.end(), isInCycle);
  if (finding.id == "GD205")
    return "The owner ended without releasing it, and nobody else can. Whoever waits for it waits "
           "for ever.";
  if (finding.id == "GD202" && inCycle == 0)
    return "What they wait for has to come from another thread, and each other thread has ended or "
           "waits as well.";
  if (finding.id == "GD202")
    return "Each of them waits until another one posts, and everybody who could post waits as "
           "well.";
  if (inCycle == 1) return "The thread waits for what it holds itself.";
  const std::string end = hasJoin(*finding.hang) ? ", or for its end." : ".";
  const char* const who = circleOf(finding);
  return inCycle == 2
             ? fmt::format("Two {} wait for each other: each for what the other one holds{}", who,
                           end)
             : fmt::format("{} {} wait in a circle: each for what the next one holds{}", inCycle,
                           who, end);
}

std::string hangHelp(const Finding& finding) {
  const auto& waiting = finding.hang->waiting;
  if (finding.id == "GD202") {
    const bool hasCondition = std::any_of(waiting.begin(), waiting.end(), [](const Waiting& one) {
      return one.awaitedClass.find("condition variable") != std::string::npos;
    });
    return hasCondition ? "" : "post on every way out of those who should, as often as others wait";
  }
  if (finding.id != "GD201") return {};
  const bool isAlone = std::count_if(waiting.begin(), waiting.end(), isInCycle) == 1;
  const Rule* rule = findRule(isAlone ? "GD102" : hasJoin(*finding.hang) ? "GD105" : finding.id);
  return rule == nullptr ? std::string() : std::string(rule->help);
}

std::string hangReason(const HangFacts& hang) {
  return fmt::format("waits and owners read twice, {} ms apart, unchanged", hang.unchangedMs);
}

}  // namespace gordian::cli
