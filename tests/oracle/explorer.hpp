// Every interleaving of a program, and what its threads wait for for ever.
//
// Exhaustive and plain: all reachable states, nothing is pruned. What cannot go on stays as it is:
// threads in a circle never move, and programs have no loops, so each circle stands in a state in
// which nobody can go on. There all circles are listed. Circles that a timed acquisition can leave
// are looked for in every state.
#pragma once

#include <set>
#include <tuple>
#include <vector>

#include "machine.hpp"

namespace gordian::oracle {

// A thread at an acquisition, a create or a wait: thread, operation, held set.
using Moment = std::tuple<std::size_t, std::size_t, std::uint16_t>;

// waits[i] waits for locks[i], which waits[i + 1] holds; the smallest lock first. One lock: its
// thread waits for itself.
struct Deadlock {
  std::vector<std::uint8_t> locks;
  std::vector<Moment> waits;
  // How the threads came to be. A failed try may leave a creator without a lock that in another
  // run guards the child; that is not the same situation.
  std::vector<Moment> creations;

  friend auto operator<=>(const Deadlock&, const Deadlock&) = default;
};

// A thread waits for ever at something that is no lock, and holds a lock that another one waits
// for.
struct Starved {
  Moment waiter;
  Moment needer;
  std::uint8_t lock = 0;
  // Whoever could still end the wait waits for locks that the waiter holds; the needer is one.
  bool isCause = false;

  friend auto operator<=>(const Starved&, const Starved&) = default;
};

struct Exploration {
  std::set<Deadlock> deadlocks;
  std::set<Deadlock> timed;  // for a while
  std::set<Starved> starved;
  std::uint8_t steps = 0;  // bit by thread: it can go on in some state
  std::size_t states = 0;
  std::size_t stuck = 0;   // of those: nobody can go on, and not everybody is through
  bool isComplete = true;  // false: more than maxStates
};

Exploration explore(const Program& program, std::size_t maxStates, Loosened loosened = {});
// From this state on.
Exploration exploreFrom(const Program& program, const State& state, std::size_t maxStates);

}  // namespace gordian::oracle
