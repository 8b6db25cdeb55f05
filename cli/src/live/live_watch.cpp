#include "live_watch.hpp"

#include <fmt/format.h>
#include <gordian/recording/board.h>
#include <gordian/recording/format.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <gordian/recording/reader.hpp>
#include <system_error>
#include <utility>
#include <vector>

#include "../commands/console.hpp"
#include "board_waits.hpp"
#include "ending.hpp"
#include "reclaim.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

std::uint32_t actionOf(OnDeadlock action) {
  switch (action) {
    case OnDeadlock::Exit:
      return recording::kHangExit;
    case OnDeadlock::Abort:
      return recording::kHangAbort;
    case OnDeadlock::Report:
      return recording::kHangReport;
    case OnDeadlock::Wait:
      return recording::kHangWait;
  }
  return recording::kHangReport;
}

// Who waits for the end, the output or the file locks of a hung process goes on when that one is
// gone.
bool mustEnd(const recording::Waiter& waiter) {
  if (waiter.role == recording::kWaiterInCycle) return true;
  const bool isForProcess = waiter.kind == recording::kWaitProcess ||
                            waiter.kind == recording::kWaitPipe ||
                            waiter.kind == recording::kWaitFileLock;
  return waiter.role == recording::kWaiterBehind && !isForProcess;
}

}  // namespace

std::unique_ptr<LiveWatch> LiveWatch::start(const Settings& settings, fs::path folder,
                                            const TextOptions& text) {
  std::string why;
  auto board = BoardMemory::make(why);
  if (!board) {
    say(fmt::format("deadlocks that happen cannot be watched for here: {}", why));
    return nullptr;
  }
  return std::unique_ptr<LiveWatch>(
      new LiveWatch(std::move(board), settings, std::move(folder), text));
}

LiveWatch::LiveWatch(std::unique_ptr<BoardMemory> board, const Settings& settings, fs::path folder,
                     const TextOptions& text)
    : board_(std::move(board)),
      processes_(board_->inode()),
      watcher_(board_->data(), processes_, {settings.deadlockAge, settings.stallAge}),
      action_(settings.onDeadlock),
      folder_(std::move(folder)),
      text_(text) {}

std::chrono::milliseconds LiveWatch::look(pid_t root) {
  try {
    for (recording::Hang& hang : watcher_.look(Clock::now())) found(std::move(hang), root);
    for (recording::Hang& hang : outside_.look(static_cast<std::uint32_t>(root), Clock::now())) {
      addBoardWaits(board_->data(), hang);
      found(std::move(hang), root);
    }
    constexpr unsigned kLooks = 5;
    if (++looks_ % kLooks == 0) reclaimWindows(board_->writable(), processes_);
  } catch (const std::exception& error) {
    say(fmt::format("a look at what waits failed: {}", error.what()));
    return std::chrono::seconds(10);
  }
  const auto rest = std::chrono::ceil<std::chrono::milliseconds>(outside_.due() - Clock::now());
  return std::clamp(rest, std::chrono::milliseconds(1), Watcher::interval());
}

void LiveWatch::found(recording::Hang hang, pid_t root) {
  hang.action = actionOf(action_);
  outcome_.isFound = true;
  record(hang);
  if (action_ == OnDeadlock::Wait) return;
  const HangReport report = reportHang(hang, folder_, text_);
  put(STDERR_FILENO, report.text);
  said_.insert(report.fingerprints.begin(), report.fingerprints.end());
  if (action_ != OnDeadlock::Report) end(hang, root, report.name);
}

// What only this process knows is written down, so that later reports know it as well.
void LiveWatch::record(const recording::Hang& hang) {
  const std::uint32_t pid = hang.waiters.front().pid;
  fs::path file;
  std::error_code error;
  do file = folder_ / fmt::format("hang-{}-{}.gdr", pid, ++count_);
  while (fs::exists(file, error));  // of an earlier run in the same folder
  try {
    recording::writeHang(hang, file);
  } catch (const recording::RecordingError& problem) {
    say(problem.what());
  }
}

bool LiveWatch::mayEnd(const recording::Waiter& waiter) {
  // Seen from outside: it was found among the descendants of the program.
  return !waiter.told.waitsFor.empty() || processes_.factsOf(waiter.pid).isWatched;
}

void LiveWatch::end(const recording::Hang& hang, pid_t root, const std::string& because) {
  // The root is the last, so that it notices nothing of the others.
  const auto rootPid = static_cast<std::uint32_t>(root);
  std::set<std::pair<bool, std::uint32_t>> pids;
  for (const auto& waiter : hang.waiters)
    if (mustEnd(waiter) && mayEnd(waiter)) pids.emplace(waiter.pid == rootPid, waiter.pid);
  Victims victims;
  for (const auto& [isRoot, pid] : pids) {
    auto victim = Victim::of(pid);
    if (!victim) continue;
    outcome_.endedRoot |= isRoot;
    victims.push_back(std::move(victim));
  }
  outcome_.endedSome |= !victims.empty();
  endProcesses(victims, action_, because);
}

}  // namespace gordian::cli
