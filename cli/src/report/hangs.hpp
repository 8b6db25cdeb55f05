// Hangs that were found while they lasted, as findings.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "model.hpp"
#include "names.hpp"

namespace gordian::cli {

// What a finding foretells, to be found again when it hangs.
struct Prediction {
  std::size_t recording = 0;  // index
  Foretold finding;
  std::set<lockgraph::LockId> locks;  // all that are waited for in the cycle; of a wait: one held
  // Of GD104 and GD105: what is waited for with the lock held, and where.
  std::optional<lockgraph::Meeting> meeting{};
  SourceFrame waitsAt{};
};
Prediction predictionOf(std::size_t recording, const Finding& finding,
                        std::set<lockgraph::LockId> locks);
Prediction predictionOf(std::size_t recording, const Finding& finding, const lockgraph::Wait& wait,
                        lockgraph::LockId held);

// All hangs in the recordings.
std::vector<Finding> hangFindings(const std::vector<recording::Recording>& recordings,
                                  const NamesFor& namesFor,
                                  const std::vector<Prediction>& predictions);

}  // namespace gordian::cli
