// Every interleaving of a program, and every circle of threads that wait for each other's locks.
//
// Exhaustive and plain: all reachable states, in each of them all circles. Nothing is pruned.
#pragma once

#include <set>
#include <tuple>
#include <vector>

#include "machine.hpp"

namespace gordian::oracle {

// A thread at an acquisition or a create: thread, operation, held set.
using Moment = std::tuple<std::size_t, std::size_t, std::uint32_t>;

// waits[i] waits for locks[i], which waits[i + 1] holds; the smallest lock first.
struct Deadlock {
  std::vector<std::uint8_t> locks;
  std::vector<Moment> waits;
  // How the threads came to be. A failed try may leave a creator without a lock that in another
  // run guards the child; that is not the same situation.
  std::vector<Moment> creations;

  friend auto operator<=>(const Deadlock&, const Deadlock&) = default;
};

// A thread waits at a semaphore for ever and holds a lock that another one waits for.
struct Starved {
  std::size_t thread = 0;
  std::size_t operation = 0;
  std::uint8_t lock = 0;

  friend auto operator<=>(const Starved&, const Starved&) = default;
};

struct Exploration {
  std::set<Deadlock> deadlocks;
  std::set<Starved> starved;
  std::size_t states = 0;
  bool isComplete = true;  // false: more than maxStates
};

Exploration explore(const Program& program, std::size_t maxStates);

}  // namespace gordian::oracle
