// Locks that guard a whole thread: held by a creator from before the create until after the join.
//
// Such a lock excludes every other thread that takes it, except its holder and the other threads
// that live inside the same stretch of holding. (Proof: the thread's life lies within the stretch;
// another thread's hold of the lock does not, nor does a life within another stretch.) Handed down:
// a thread created and joined inside a guarded thread's life, or inside the stretch itself, is
// guarded too (least fixed point). Cost: O(rounds * threads * holds); rounds is at most the depth
// of creation, nearly always 2.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <vector>

namespace gordian::lockgraph {

// One stretch of holding `lock` by `holder`.
struct Guard {
  ThreadId holder{};
  LockId lock{};
  std::uint32_t serial = 0;

  // NOLINTNEXTLINE(modernize-use-nullptr): the comparison with 0 that = default stands for
  friend auto operator<=>(const Guard&, const Guard&) = default;
};

// By thread, each list ascending.
std::vector<std::vector<Guard>> findGuards(const Trace& trace);
// By thread: the stretches of holding in which it was joined, so that it ended before they did. All
// that guard it are among them. `guards`: of findGuards.
std::vector<std::vector<Guard>> findStretchesOfJoins(const Trace& trace,
                                                     const std::vector<std::vector<Guard>>& guards);

}  // namespace gordian::lockgraph
