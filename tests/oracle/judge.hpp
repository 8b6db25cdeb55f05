// What the analysis says of one run of a program, held against every interleaving.
//
// Reachable: some interleaving stops there. Observed: this run made each of the acquisitions and
// creates of it, with the same locks held. Where a `likely` one is not reachable, the program is
// explored once more without what a trace cannot prove, to find out what kept it from happening.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "program.hpp"

namespace gordian::oracle {

enum class Count : std::uint8_t {
  Programs,
  TooLarge,  // more states than are explored
  States,
  Runs,       // that were recorded and judged
  StuckRuns,  // of those: they ended in a deadlock
  Deadlocks,  // circles of locks that are reachable and were observed
  Missed,     // … and are not told, or ruled out
  Likely,     // cycles (GD101), by what is said of them
  Possible,
  RuledOut,
  RuledOutReachable,  // observed, too
  Unreachable,        // of the likely ones
  UnreachableSoft,    // … of those: reachable but for semaphores, conditions, changing teams
  UnreachableTry,     // … but for what the failure of a try tells
  UnreachableMasked,  // … every way there ends in another deadlock
  UnreachableOther,   // … for another reason: where locks are held over a create or a barrier
  LikelyFirm,         // likely, in programs that have no semaphores, conditions, changing teams
  UnreachableFirm,    // … and unreachable
  PossibleUnreachable,
  Doubles,                 // GD102, GD103: told
  DoublesUnreachable,      // … that no interleaving has
  DoublesUnreachableSoft,  // … for semaphores and conditions: who reads again, likely
  DoublesMissed,
  Waits,  // GD104, GD105: likely
  WaitsUnreachable,
  WaitsUnreachableSoft,    // … of those: reachable but for other semaphores, conditions, …
  WaitsUnreachableMasked,  // … every way there ends in another deadlock
  WaitsUnreachableOther,
  WaitsPossible,
  WaitsPossibleUnreachable,
  Joins,  // … of Waits: GD105
  JoinsUnreachable,
  WaitsRuledOut,
  WaitsRuledOutReachable,
  Starving,      // waits for ever for want of a lock, reachable and observed
  StarvingTold,  // … likely or possible
  StarvingMissed,
  StarvingJoins,
  StarvingJoinsTold,
  StarvingJoinsMissed,
  Proven,  // threads that the live wait-for graph calls dead
  ProvenUnreachable,
  Last
};

inline constexpr std::size_t kCounts = static_cast<std::size_t>(Count::Last);
const char* nameOf(Count count);

// What must not be. `of`: which count it is about.
struct Complaint {
  Count of = Count::Last;
  std::string what;
};

struct Judged {
  std::array<std::uint64_t, kCounts> counts{};
  std::vector<Complaint> complaints;

  std::uint64_t& operator[](Count count) { return counts[static_cast<std::size_t>(count)]; }
  std::uint64_t operator[](Count count) const { return counts[static_cast<std::size_t>(count)]; }
  void add(const Judged& other);
};

struct Effort {
  std::size_t maxStates = 60'000;
  std::size_t runs = 3;  // recorded of each program; those that do not get stuck tell more
};

Judged judge(const Program& program, std::uint64_t seed, const Effort& effort = {});

// What analyse() says of one run that did not get stuck, a finding a line; for kept programs.
std::vector<std::string> verdicts(const Program& program, std::uint64_t seed);

}  // namespace gordian::oracle
