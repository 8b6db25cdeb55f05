// How many distinct (held, acquired) pairs of locks the trace shows.
//
// Per acquired lock the held chains are walked down to where they were walked before. Cost: the
// number of distinct pairs and chain links, at most `maxSteps`; a nest of n locks has n²/2 pairs.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <cstddef>

namespace gordian::lockgraph {

struct EdgeCount {
  std::size_t edges = 0;
  bool isComplete = true;
};

EdgeCount countEdges(const Trace& trace, std::size_t maxSteps);

}  // namespace gordian::lockgraph
