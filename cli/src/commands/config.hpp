// What may be set in gordian.toml, in the environment and by options; the later wins.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "../report/baseline.hpp"
#include "../report/declared_order.hpp"
#include "../report/suppressions.hpp"

namespace gordian::cli {

// The least certain finding that fails a run; Never: none does.
enum class FailOn { Proven, Likely, Possible, Never };

// What happens to processes that can never continue. Exit, Abort: they are ended, at once. Report:
// said at once, and the program runs on. Wait: said when the program has ended.
enum class OnDeadlock { Exit, Abort, Report, Wait };

struct Settings {
  FailOn failOn = FailOn::Likely;
  bool requireEvidence = false;
  std::string out;  // folder for recordings; empty: the default
  OnDeadlock onDeadlock = OnDeadlock::Exit;
  std::chrono::milliseconds deadlockAge{400};  // so long a wait is unchanged before it counts
  std::chrono::milliseconds stallAge{1000};    // the same for stalls; 0: they are not looked for
  DeclaredOrder order;                         // [order]
  Suppressions suppressions;                   // [[suppress]]
  std::string baselineFile;                    // named, or the usual one
  std::optional<Baseline> baseline;            // when that file is there
  std::vector<std::string> entryPoints;        // [static]
  double guardMajority = 0.7;
  std::string folder;  // of gordian.toml; empty: there is none
};

// Throws UsageError that names the value and where it came from.
FailOn parseFailOn(const std::string& word, const std::string& from);
const char* wordOf(FailOn failOn);
OnDeadlock parseOnDeadlock(const std::string& word, const std::string& from);
const char* wordOf(OnDeadlock onDeadlock);
// Seconds, with decimals where wanted.
std::chrono::milliseconds parseStallAge(const std::string& word, const std::string& from);

// Reads gordian.toml (GORDIAN_CONFIG, else found upward), then the environment. Warns of unknown
// keys; throws UsageError for what cannot be read.
Settings loadSettings();

// What suppressions and baseline make of a report. `tellsGone`: what of the baseline was not found.
void settle(Report& report, const Settings& settings, Suppressions::Telling telling,
            bool tellsGone = false);

// Whether the report has a finding at or above the level.
bool fails(const Report& report, FailOn failOn);

}  // namespace gordian::cli
