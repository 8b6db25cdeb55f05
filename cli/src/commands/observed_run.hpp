// One run of a program with the runtime preloaded, watched for deadlocks that happen.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "../live/live_watch.hpp"
#include "../report/collect.hpp"
#include "../report/text.hpp"
#include "child.hpp"
#include "config.hpp"
#include "outcome.hpp"
#include "record_folder.hpp"

namespace gordian::cli {

struct RunWishes {
  std::vector<std::string> command;
  std::string record;  // folder for the recordings; empty: the default
  TextOptions text;    // of what is told while it runs
  bool isStats = false;
  std::string explore;  // a seed; empty: schedules are left alone
  // Makes the plan to follow in the folder of the recordings; gives its name. Empty: there is none.
  std::function<std::string(const std::filesystem::path& folder)> plan{};
};

class ObservedRun {
 public:
  ObservedRun(const Settings& settings, RunWishes wishes);
  ~ObservedRun();
  ObservedRun(const ObservedRun&) = delete;
  ObservedRun& operator=(const ObservedRun&) = delete;

  // 0, or the exit status of a program that could not be started, which was said. Once.
  int execute();

  [[nodiscard]] const RecordFolder& folder() const { return folder_; }
  [[nodiscard]] int waitStatus() const { return child_.waitStatus; }
  [[nodiscard]] HangOutcome hangs() const;
  // Fingerprints of what was told while it ran.
  [[nodiscard]] std::set<std::string> said() const;
  // Its recordings, read.
  [[nodiscard]] Collected collected() const;
  [[nodiscard]] std::vector<std::filesystem::path> files() const;
  // Of the program itself.
  [[nodiscard]] std::uint32_t pid() const { return static_cast<std::uint32_t>(child_.pid); }
  // Why nothing was observed in the program itself; empty: it `hasRecording`.
  [[nodiscard]] std::string whyNothing(bool hasRecording) const;
  // A folder that nothing was written to, unless it was asked for.
  void removeIfEmpty() const;
  // What was recorded is of no further use: away with it, unless the folder was asked for.
  void discard() const;

 private:
  const Settings& settings_;
  RunWishes wishes_;
  RecordFolder folder_;
  std::set<std::filesystem::path> before_;
  std::string blind_;
  std::string plan_;
  bool isDisabled_ = false;
  std::unique_ptr<LiveWatch> live_;
  ChildResult child_;
};

}  // namespace gordian::cli
