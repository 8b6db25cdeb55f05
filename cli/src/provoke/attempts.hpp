// Runs a program again and again, each time by another variation of a plan, until what the plan is
// for has happened.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "../commands/observed_run.hpp"
#include "plan.hpp"
#include "target.hpp"

namespace gordian::cli {

// What all runs of one command have in common, and what they left.
class Series {
 public:
  Series(const Settings& settings, std::vector<std::string> command, std::string record,
         TextOptions text);

  // `name`: of the folder below that of --record. 0, or the status of a program that could not be
  // started.
  int run(const std::string& name, RunWishes wishes, std::unique_ptr<ObservedRun>& done);

  // Of the first run that failed, else of the last one.
  [[nodiscard]] int waitStatus() const { return waitStatus_; }
  [[nodiscard]] const HangOutcome& hangs() const { return hangs_; }
  [[nodiscard]] const std::set<std::string>& said() const { return said_; }
  // Of all runs that are worth a report.
  std::vector<std::filesystem::path> kept;

 private:
  const Settings& settings_;
  std::vector<std::string> command_;
  std::string record_;
  TextOptions text_;
  int waitStatus_ = 0;
  HangOutcome hangs_;
  std::set<std::string> said_;
};

struct Attempted {
  int cannotStart = 0;
  bool isElsewhere = false;  // the first attempt came to none of the places of the saved plan
  std::uint32_t attempts = 0;
  plan::Progress progress{};        // of all attempts
  std::vector<std::string> others;  // hangs that were not foretold by any target
};

// Attempts at `targets[at]`; others of the list may come true on the way. `saved`: a plan that is
// to be followed as it is at first.
Attempted attempt(Series& series, std::vector<Target>& targets, std::size_t at,
                  std::uint32_t attempts, std::uint64_t seed, const PlanDraft* saved = nullptr);

}  // namespace gordian::cli
