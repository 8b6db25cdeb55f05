// What the board tells of threads that were found from outside their processes.
#pragma once

#include <gordian/recording/hangs.hpp>

namespace gordian::cli {

// Gives those of the waiters that published the wait for the end of a child their place on the
// board: what they hold, their calls as the runtime saw them, with the lines of Python programs.
void addBoardWaits(const unsigned char* board, recording::Hang& hang);

}  // namespace gordian::cli
