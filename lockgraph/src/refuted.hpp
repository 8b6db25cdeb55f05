// The cycles that cannot be deadlocks, each with the test that refutes it.
//
// Lock-level cycles of the graph with try-acquisitions. In a small component all simple ones (depth
// first, each from its smallest lock); where those are too many, the shortest through each edge
// (breadth first). Of the dependencies that could make up a cycle the assignment that fails the
// fewest tests is told: distinct threads if there are any, then the fewest failures.
// Cost: bounded per component and per cycle; what is left out is said.
#pragma once

#include <string>
#include <vector>

#include "findings.hpp"
#include "verdict.hpp"

namespace gordian::lockgraph {

void listRefuted(const Shapes& shapes, const Limits& limits, Verdict& verdict, Findings& findings,
                 std::vector<std::string>& unlisted);

}  // namespace gordian::lockgraph
