#include "order_choice.hpp"

#include <algorithm>

namespace gordian::analyzer {

using lockgraph::Cycle;
using lockgraph::CycleEdge;
using lockgraph::Dependency;
using lockgraph::LockId;

// Where the comparison is made: in the call in which the first lock is taken on the way to the
// second, or by its caller (`if (&a < &b) both(a, b); else both(b, a);`).
NodeId OrderChoice::chooser(std::size_t number, LockId held) const {
  const DependencyOrigin& origin = trace_.origin(number);
  const auto taken =
      describe_.origin(origin.at.node, origin.at.point, trace_.lock(held), origin.thread);
  if (!taken) return kNoNode;
  const auto asks = [&](NodeId node) {
    const Function* body = describe_.program()[contexts_[node].function].body;
    return body != nullptr && (body->flags & kAsksForOrder) != 0;
  };
  if (asks(taken->node)) return taken->node;
  for (const CallerEdge& caller : contexts_[taken->node].callers)
    if (asks(caller.node)) return caller.node;
  return kNoNode;
}

FunctionId OrderChoice::function(const Cycle& cycle) const {
  FunctionId all = kNoFunction;
  for (const CycleEdge& edge : cycle.edges) {
    const NodeId node = chooser(index(edge.dependency), edge.held);
    if (node == kNoNode) return kNoFunction;
    const FunctionId function = contexts_[node].function;
    if (all != kNoFunction && all != function) return kNoFunction;
    all = function;
  }
  return all;
}

bool OrderChoice::hasReverse(const CycleEdge& edge) const {
  const NodeId node = chooser(index(edge.dependency), edge.held);
  const auto& all = trace_.trace().dependencies;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto isAcquired = [&](const auto& held) { return held.lock == edge.acquired; };
    if (all[i].lock == edge.held &&
        std::any_of(all[i].held.begin(), all[i].held.end(), isAcquired) &&
        chooser(i, edge.acquired) == node)
      return true;
  }
  return false;
}

bool OrderChoice::isEitherWay(const Cycle& cycle) const {
  return std::all_of(cycle.edges.begin(), cycle.edges.end(),
                     [&](const CycleEdge& edge) { return hasReverse(edge); });
}

}  // namespace gordian::analyzer
