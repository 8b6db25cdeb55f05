// The cycles that can be deadlocks.
//
// Dependency chaining after iGoodlock (Joshi, Park, Sen, Naik 2009): a chain is extended by shapes
// that hold the lock its last one waits for, as long as the held sets can coexist and distinct
// threads are left (a matching, kept up step by step). Each cycle is met once, from the shape that
// acquires its smallest lock, and shorter ones first: all components at length 2, then 3, and so
// on, small components first. Cost: bounded by the budget; what it cut is said.
#pragma once

#include <string>
#include <vector>

#include "budget.hpp"
#include "findings.hpp"
#include "verdict.hpp"

namespace gordian::lockgraph {

void searchDeadlocks(const Shapes& shapes, const Limits& limits, Verdict& verdict,
                     Findings& findings, std::vector<std::string>& cut);

// What is left open once players are found; RuledOut is never the answer.
void settle(Verdict& verdict, std::span<const Role> roles, std::span<const Player> players,
            Outcome outcome, Cycle& cycle);

}  // namespace gordian::lockgraph
