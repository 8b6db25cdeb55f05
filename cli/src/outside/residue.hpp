// Who of a number of waiting parties can never go on, given who could end each wait. Pure.
//
// A party goes on when, of each of its needs, somebody goes on: a lock that is shared by several
// processes needs any of them, several locks need each. Whoever is left when nothing changes any
// more is dead: all those that could help are dead themselves.
#pragma once

#include <cstddef>
#include <vector>

namespace gordian::cli::outside {

using Party = std::size_t;
using AnyOf = std::vector<Party>;

struct Needs {
  bool isKnown = false;      // false: it goes on, for all that is known
  std::vector<AnyOf> needs;  // none: it goes on
};

// Parties that are dead together: in the core each waits, over others of it, for each other; those
// behind wait for the core.
struct Knot {
  std::vector<Party> core;
  std::vector<Party> behind;
};

std::vector<bool> deadOf(const std::vector<Needs>& parties);

std::vector<Knot> knotsOf(const std::vector<Needs>& parties);

// The shortest circle of waits from `start` back to it, `start` first; empty: there is none.
std::vector<Party> circleFrom(const std::vector<Needs>& parties, const std::vector<bool>& dead,
                              Party start);

}  // namespace gordian::cli::outside
