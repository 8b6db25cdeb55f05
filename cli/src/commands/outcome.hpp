// The exit status of a run: the program's own, unless there is a reason to change it.
#pragma once

#include <string>

#include "config.hpp"

namespace gordian::cli {

struct Outcome {
  int status = 0;
  int signal = 0;    // not 0: end by this signal instead
  std::string said;  // not empty: the status is not the program's own, and this says why
};

// What became of hangs that were found while the program ran.
struct HangOutcome {
  bool isFound = false;
  bool endedSome = false;  // a process was ended because of one
  bool endedRoot = false;  // the program itself was
};

Outcome outcomeOf(int waitStatus, bool hasFindings, bool isObserved, const Settings& settings,
                  const HangOutcome& hangs = {});

}  // namespace gordian::cli
