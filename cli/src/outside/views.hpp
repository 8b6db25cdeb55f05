// What /proc tells of another process, at one look. Nothing is stopped, attached to or changed.
// What may not be read is a value with the reason, not an error: processes come and go, and most
// belong to somebody else.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "proc_lines.hpp"

namespace gordian::cli::outside {

struct TaskView {
  std::uint32_t tid = 0;
  std::string name;
  char state = '\0';                    // 'S' sleeps, 'R' runs, 'Z' has ended, …; 0: not known
  std::optional<SystemCall> call;       // it sleeps in; none: it runs, or that is not known
  std::string waitsIn;                  // the kernel's word for it, often empty
  std::uint64_t switches = 0;           // how often it gave up or lost the processor
  std::vector<std::uint32_t> children;  // processes

  [[nodiscard]] bool isEnded() const { return state == 'Z' || state == 'X'; }
  // Nothing happened in it between the two looks, as far as can be told.
  [[nodiscard]] bool isUnchanged(const TaskView& before) const {
    return tid == before.tid && state == before.state && call == before.call &&
           switches == before.switches;
  }
};

struct FileView {
  std::uint32_t number = 0;
  std::string target;                 // of the link, as the kernel names it
  std::optional<std::uint64_t> pipe;  // inode
  bool isRead = false, isWritten = false;
  std::vector<FileLock> locks;  // that belong to the open file
};

struct ProcessView {
  std::uint32_t pid = 0;
  Stat stat;
  std::string executable;       // empty: not known
  std::vector<TaskView> tasks;  // ended ones, too
  std::uint64_t caughtSignals = 0;
  bool isReadable = false;  // false: its calls, files and memory are hidden; `hidden` says why
  std::string hidden;
  // Its calls have the numbers of another machine (32 bits), so that nothing is known of them.
  bool isForeign = false;

  // Every task has ended; only the status for the parent is left.
  [[nodiscard]] bool isZombie() const {
    if (stat.state != 'Z' && stat.state != 'X') return false;
    return std::all_of(tasks.begin(), tasks.end(), [](const auto& task) { return task.isEnded(); });
  }
};

// None: there is no such process.
std::optional<ProcessView> viewOf(std::uint32_t pid);

// The open files, with locks and directions; none: hidden.
std::optional<std::vector<FileView>> filesOf(std::uint32_t pid);

// The value of a variable in the environment that the process started with.
std::optional<std::string> variableOf(std::uint32_t pid, const std::string& name);

}  // namespace gordian::cli::outside
