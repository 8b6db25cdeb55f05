// Which findings of a recording foretold a hang.
#pragma once

#include <vector>

#include "hang_names.hpp"
#include "hangs.hpp"

namespace gordian::cli {

// `order[i]` is the waiter of the hang that `facts.waiting[i]` tells of. A lock-order finding
// foretells a cycle over exactly its locks; a wait with a lock held one in which somebody waits at
// that place for such an object, holds the lock and keeps it from whoever waits for it.
std::vector<Foretold> foretold(HangNames& names, const recording::Hang& hang,
                               const HangFacts& facts, const std::vector<std::size_t>& order,
                               const std::vector<Prediction>& predictions);

}  // namespace gordian::cli
