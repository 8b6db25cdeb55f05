// Hangs that were found while they lasted, as findings.
#pragma once

#include <set>
#include <vector>

#include "model.hpp"
#include "names.hpp"

namespace gordian::cli {

// The locks of a lock-order finding, to be found again when they hang.
struct Prediction {
  std::size_t recording = 0;  // index
  std::set<lockgraph::LockId> locks;
  std::string fingerprint;
};

// All hangs in the recordings.
std::vector<Finding> hangFindings(const std::vector<recording::Recording>& recordings,
                                  const NamesFor& namesFor,
                                  const std::vector<Prediction>& predictions);

}  // namespace gordian::cli
