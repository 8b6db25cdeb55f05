// Recordings that are given more than once, or in parts.
#pragma once

#include <vector>

#include <gordian/recording/reader.hpp>

namespace gordian::cli {

// Leaves one recording for each process, the longest, in the order of their beginning. A process
// may be given twice, as its file and inside a merged one; its hangs may be in files of their own
// (writeHang()): the one that stays gets the hangs of all.
void joinCopies(std::vector<recording::Recording>& recordings);

}  // namespace gordian::cli
