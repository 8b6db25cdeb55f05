// What may be set in gordian.toml, in the environment and by options; the later wins.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "../report/declared_order.hpp"

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

// Whether the report has a finding at or above the level.
bool fails(const Report& report, FailOn failOn);

}  // namespace gordian::cli
