// One random run of a program, recorded as the runtime would record it.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <optional>
#include <set>

#include "explorer.hpp"

namespace gordian::oracle {

struct Recording {
  lockgraph::Trace trace;
  std::set<Moment> seen;           // acquisitions with something held, and creates
  std::vector<std::size_t> waits;  // parallel to trace.waits: the operation
  // A thread was created under a lock or after a failed try: locks then order its beginning in ways
  // that a trace does not show.
  bool hasHiddenOrder = false;
};

// None when this run got stuck.
std::optional<Recording> record(const Program& program, std::uint64_t seed);

}  // namespace gordian::oracle
