// Gives the board's windows of processes that are gone to those that come: a build starts more
// processes than there are windows.
#pragma once

#include <cstddef>

#include "processes.hpp"

namespace gordian::cli {

// How many windows are free again. What a process held in memory that others share stays on the
// board: somebody may wait for it, now or later.
std::size_t reclaimWindows(unsigned char* board, Processes& processes);

}  // namespace gordian::cli
