// What can go wrong beside cycles, in the words of the program's author: one finding each.
#pragma once

#include "finding_builder.hpp"

namespace gordian::cli {

// GD103: held shared, asked for exclusively.
Finding describeUpgrade(const lockgraph::DoubleLock& found, FindingBuilder builder,
                        const lockgraph::Trace& trace);
// GD104 and GD105: the rule of a wait is ruleOf(it).
const char* ruleOf(const lockgraph::Wait& wait);
Finding describeHeldWait(const lockgraph::HeldWait& found, FindingBuilder builder,
                         const lockgraph::Trace& trace);
// GD304: the order of ranks; two locks that may never be held together.
Finding describeRankBreak(const lockgraph::RankBreak& found, FindingBuilder builder,
                          const lockgraph::Trace& trace);
Finding describeTogether(const lockgraph::CycleEdge& found, FindingBuilder builder,
                         const lockgraph::Trace& trace);

}  // namespace gordian::cli
