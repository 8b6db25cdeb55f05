// Cycles of which runs took one part and the source has the other: a test took A then B, and on a
// way that no test took the code takes B then A.
#pragma once

#include <cstddef>
#include <vector>

#include "../report/model.hpp"
#include "observed_edges.hpp"

namespace gordian::cli {

struct HalfObserved {
  std::vector<Finding> findings;
  std::size_t unseen = 0;  // cycles in the source, not ruled out, of which nothing was seen
};

// `cycles`: GD101 in the source. One that was seen as a whole is left to the recordings.
HalfObserved halfObserved(const std::vector<Finding>& cycles, const ObservedEdges& observed);

}  // namespace gordian::cli
