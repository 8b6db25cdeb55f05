// Waits that hold a lock which whoever could end them needs.
//
// A joined thread needs a lock when it asks for it at any time of its life, or joins a thread that
// does. Who signals needs it as meeting_waits.hpp says. Hard order refutes, as do shared modes and,
// of a join, a common outer lock; soft order leaves it possible.
// Cost: waits * (threads they wait for + what those ask for), bounded; what is cut is said.
#pragma once

#include <gordian/lockgraph/analysis.hpp>

#include <string>
#include <vector>

namespace gordian::lockgraph {

std::vector<HeldWait> findHeldWaits(const Trace& trace, std::vector<std::string>& cut);

}  // namespace gordian::lockgraph
