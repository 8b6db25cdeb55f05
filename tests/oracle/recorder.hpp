// One random run of a program, recorded as the runtime would record it.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <set>

#include "explorer.hpp"

namespace gordian::oracle {

struct Recording {
  lockgraph::Trace trace;
  // Acquisitions, creates and waits. Not those with nothing held of threads that did not end, which
  // nobody has written.
  std::set<Moment> seen;
  std::vector<std::size_t> waits;  // parallel to trace.waits: the operation
  bool isStuck = false;            // it ended with threads that could not go on
  State middle;                    // some moment of it
};

Recording record(const Program& program, std::uint64_t seed);

}  // namespace gordian::oracle
