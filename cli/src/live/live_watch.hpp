// The live side of a run: makes the board, watches it, tells of hangs when they happen and does
// what is to be done then. Without it (the system may refuse) the run is as before.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <set>
#include <string>

#include "../commands/config.hpp"
#include "../commands/outcome.hpp"
#include "../outside/look_outside.hpp"
#include "../report/text.hpp"
#include "board_memory.hpp"
#include "hang_report.hpp"
#include "processes.hpp"
#include "watcher.hpp"

namespace gordian::cli {

class LiveWatch {
 public:
  // Null, and a line that says so, where there can be no board. `folder`: of the recordings.
  static std::unique_ptr<LiveWatch> start(const Settings& settings, std::filesystem::path folder,
                                          const TextOptions& text);

  [[nodiscard]] const std::string& boardName() const { return board_->name(); }
  // While `root` runs: looks, and acts. Gives how long to wait until the next time.
  std::chrono::milliseconds look(pid_t root);

  [[nodiscard]] const HangOutcome& outcome() const { return outcome_; }
  // Fingerprints of the findings that were printed already.
  [[nodiscard]] const std::set<std::string>& said() const { return said_; }

 private:
  LiveWatch(std::unique_ptr<BoardMemory> board, const Settings& settings,
            std::filesystem::path folder, const TextOptions& text);

  void found(recording::Hang hang, pid_t root);
  void record(const recording::Hang& hang);
  void end(const recording::Hang& hang, pid_t root, const std::string& because);
  // One of ours, and not whoever a hostile board names.
  bool mayEnd(const recording::Waiter& waiter);

  std::unique_ptr<BoardMemory> board_;
  SystemProcesses processes_;
  Watcher watcher_;
  outside::OutsideWatch outside_;
  OnDeadlock action_;
  std::filesystem::path folder_;
  TextOptions text_;
  HangOutcome outcome_;
  std::set<std::string> said_;
  unsigned count_ = 0;
  unsigned looks_ = 0;
};

}  // namespace gordian::cli
