// Searches the edges of all runs for cycles that no run made as a whole.
#pragma once

#include <functional>

#include "joiner.hpp"

namespace gordian::cli::joined {

using Chain = std::vector<const EdgesOfRuns::value_type*>;  // each acquires what the next one holds

// Whether both can happen at once, as far as can be said without their order.
bool canCoexist(const ClassEdge& a, const ClassEdge& b, const Identities& identities);

// Asks `isIt` about each, shortest first, until it says yes for one over the same objects. False:
// the search was cut.
bool findChains(const EdgesOfRuns& edges, const Identities& identities,
                const std::function<bool(const Chain&)>& isIt);

}  // namespace gordian::cli::joined
