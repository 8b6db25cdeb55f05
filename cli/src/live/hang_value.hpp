// A hang of a look at the board as the value that is recorded and reported.
#pragma once

#include <gordian/recording/hangs.hpp>

#include "knowledge.hpp"
#include "processes.hpp"
#include "situation.hpp"

namespace gordian::cli {

// Without role, and without whom it waits for.
recording::Waiter waiterOf(const board::SlotCopy& slot);

// Its waiters are in the order of `hang`'s members; action and age are left open.
recording::Hang hangValue(const board::Look& look, const lockgraph::Hang& hang,
                          SystemKnowledge& knowledge, Processes& processes);

}  // namespace gordian::cli
