// Hangs that were found while they lasted, as findings.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "model.hpp"
#include "names.hpp"

namespace gordian::cli {

// By their indices in the report.
using RecordingsOfHang = std::map<std::size_t, const recording::Recording*>;

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

// `recordings`: those that there are of the processes of its waiters.
Finding hangFinding(const RecordingsOfHang& recordings, const NamesFor& namesFor,
                    const std::vector<Prediction>& predictions, const recording::Hang& hang);

}  // namespace gordian::cli
