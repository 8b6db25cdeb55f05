// What the command's exit statuses mean (docs: DESIGN 3.2).
#pragma once

namespace gordian::cli {

enum Status : int {
  kClean = 0,
  kHasFindings = 1,
  kUsage = 2,       // usage, configuration or unreadable input
  kIncomplete = 3,  // some input could not be read; the rest is reported
  kSaid = 4,        // report --at-exit: something was printed, nothing fails; keep the recording
  kRunFindings = 66,
  kRunDeadlock = 67,
  kRunNothingObserved = 78,
  kCannotExecute = 126,
  kNotFound = 127,
};

}  // namespace gordian::cli
