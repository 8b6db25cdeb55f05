// Which threads can lie on a way of hard order between two others.
//
// Threads are nodes, and who creates, joins or passes a once flag of whom is an edge. Whoever has a
// single neighbour is taken away, again and again; what stays is the core (the 2-core of Seidman
// 1983). A part that was taken away is a tree that hangs on the core by one thread, so order that
// leads into it from there leads back to the same thread, later in its life. Cost: linear.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <optional>
#include <vector>

namespace gordian::lockgraph {

class ThreadCore {
 public:
  explicit ThreadCore(const Trace& trace);

  const std::vector<ThreadId>& core() const { return core_; }
  // Of a thread outside the core: its only neighbour on the way there; none: of the core, or alone.
  std::optional<ThreadId> towardsCore(ThreadId thread) const;

 private:
  std::vector<ThreadId> core_;
  std::vector<std::optional<ThreadId>> towards_;
};

}  // namespace gordian::lockgraph
