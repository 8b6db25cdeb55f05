// Recordings to report: analyses each process, names what was found, and merges what is the same.
// Deterministic: the order in which the recordings are given does not matter.
#pragma once

#include <functional>
#include <vector>

#include "declared_order.hpp"
#include "model.hpp"
#include "names.hpp"
#include "recordings.hpp"

namespace gordian::cli {

struct BuildOptions {
  bool strict = false;
  DeclaredOrder order{};
  bool tellsUnmatched = true;  // names the patterns of `order` that no lock matches
  // Shown every recording.
  std::function<void(const recording::Recording&, Names&)> look{};
};

// Reads them one after the other.
Report buildReport(Recordings& recordings, const NamesFor& namesFor,
                   const BuildOptions& options = {});
Report buildReport(std::vector<recording::Recording> recordings, const NamesFor& namesFor,
                   const BuildOptions& options = {});

}  // namespace gordian::cli
