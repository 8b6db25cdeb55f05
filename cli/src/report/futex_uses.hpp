// What the futexes are that threads wait for: a recording knows addresses only.
#pragma once

#include <string>
#include <vector>

#include "names.hpp"

namespace gordian::cli {

// By the functions of the C++ library on the stack of a wait, innermost first; Unknown when there
// are none: a lock of the program's own making, or no debug information.
lockgraph::FutexUse futexUseOf(const std::vector<SourceFrame>& frames);

// Sets it for every wait of the trace that holds something.
void setFutexUses(recording::Recording& recording, Names& names);
bool hasFutexWaits(const recording::Recording& recording);

}  // namespace gordian::cli
