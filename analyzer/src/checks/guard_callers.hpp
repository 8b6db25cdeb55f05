// Of the calls that lead to a place which some make with a lock and others without: where the lock
// was taken, and where it was not.
#pragma once

#include <vector>

#include "../link/contexts.hpp"

namespace gordian::analyzer {

struct GuardCallers {
  struct Call {
    NodeId caller{};
    std::uint32_t point = 0;  // of its facts
    NodeId callee{};
  };
  std::vector<Call> with, without;  // one of each place in the source

  std::size_t functionsWith = 0;
};

// `with` and `without` are contexts of one function, in which the lock is, and is not, held by the
// callers. A caller who is called both ways as well only passes on what it is given: then its own
// callers are looked at.
GuardCallers callersOf(const Contexts& contexts, std::vector<NodeId> with,
                       std::vector<NodeId> without);

}  // namespace gordian::analyzer
