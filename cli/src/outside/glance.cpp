#include "glance.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "../live/proc_files.hpp"
#include "calls.hpp"
#include "proc_lines.hpp"
#include "views.hpp"

namespace gordian::cli::outside {
namespace {

using PipeEnd = std::pair<std::uint64_t, bool>;  // inode; it is read from

// Asked of the task: a first thread that ended before the others has no files any more.
std::optional<std::uint64_t> pipeOf(std::uint32_t pid, std::uint32_t tid, std::uint32_t file) {
  std::error_code error;
  const auto target =
      std::filesystem::read_symlink(fmt::format("/proc/{}/task/{}/fd/{}", pid, tid, file), error);
  return pipeIn(target.native());
}

enum class Seen : std::uint8_t { GoesOn, Ended, Waits, WaitsForLock };

// `pipes`: the ends that tasks sleep at.
Seen seenOf(std::uint32_t pid, std::uint32_t tid, std::set<PipeEnd>& pipes) {
  const auto line = contentOf(fmt::format("/proc/{}/task/{}/syscall", pid, tid));
  // What is left of a first thread that ended before the others has no stack.
  if (line && line->starts_with("-1 0x0 0x0")) return Seen::Ended;
  const auto call = systemCallIn(line.value_or(""));
  if (!call) return Seen::GoesOn;
  const SleepKind sleep = kindOf(*call);
  switch (sleep.what) {
    case Sleep::Read:
    case Sleep::Write: {
      const auto pipe = pipeOf(pid, tid, sleep.file);
      if (!pipe) return Seen::GoesOn;
      pipes.emplace(*pipe, sleep.what == Sleep::Read);
      return Seen::Waits;
    }
    case Sleep::FileLock:
    case Sleep::RecordLock:
      return Seen::WaitsForLock;
    case Sleep::Futex:
      return sleep.isTimed ? Seen::GoesOn : Seen::Waits;
    case Sleep::Child:
      return Seen::Waits;
    case Sleep::Other:
      break;
  }
  return Seen::GoesOn;
}

// Takes away the ends whose other end is open in a process that goes on.
void removeServed(std::set<PipeEnd>& pipes, const std::vector<std::uint32_t>& goingOn) {
  for (const std::uint32_t pid : goingOn) {
    for (const FileView& file : filesOf(pid).value_or(std::vector<FileView>())) {
      if (!file.pipe) continue;
      if (file.isWritten) pipes.erase({*file.pipe, true});
      if (file.isRead) pipes.erase({*file.pipe, false});
    }
    if (pipes.empty()) return;
  }
}

}  // namespace

Glance glanceAt(const std::vector<std::uint32_t>& tree) {
  Glance glance;
  std::set<PipeEnd> pipes;
  std::vector<std::uint32_t> goingOn;
  bool hasLock = false;
  for (const std::uint32_t pid : tree) {
    const auto tids = numbersIn(fmt::format("/proc/{}/task", pid));
    bool goesOn = false;
    bool isAlive = false;
    for (const std::uint32_t tid : tids.value_or(std::vector<std::uint32_t>())) {
      const Seen seen = seenOf(pid, tid, pipes);
      ++glance.tasks;
      goesOn = goesOn || seen == Seen::GoesOn;
      isAlive = isAlive || seen != Seen::Ended;
      hasLock = hasLock || seen == Seen::WaitsForLock;
    }
    if (goesOn) goingOn.push_back(pid);
    glance.hasQuiet = glance.hasQuiet || (isAlive && !goesOn);
  }
  if (!hasLock && glance.hasQuiet) removeServed(pipes, goingOn);
  glance.hasWait = hasLock || !pipes.empty();
  return glance;
}

}  // namespace gordian::cli::outside
