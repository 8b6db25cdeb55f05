// Whether the code itself chooses the order of two locks by comparing their objects, as in
// `if (&a < &b) { lock a; lock b; } else { lock b; lock a; }`.
//
// Of a comparison the facts tell only that a function makes one (kAsksForOrder). Where one call of
// it can take two locks in either order, the comparison decides, and that is what it is for: all
// who take them there agree. Where only one order is seen, or the pointers change places
// (std::swap), it is not known whether the comparison is made the right way.
#pragma once

#include "static_trace.hpp"

namespace gordian::analyzer {

class OrderChoice {
 public:
  OrderChoice(const Contexts& contexts, const Describe& describe, const StaticTrace& trace)
      : contexts_(contexts), describe_(describe), trace_(trace) {}

  // The one function in which all edges of the cycle are chosen; kNoFunction: there is none.
  FunctionId function(const lockgraph::Cycle& cycle) const;
  // Each edge can be taken the other way round in the same call.
  bool isEitherWay(const lockgraph::Cycle& cycle) const;

 private:
  NodeId chooser(std::size_t dependency, lockgraph::LockId held) const;
  bool hasReverse(const lockgraph::CycleEdge& edge) const;

  const Contexts& contexts_;
  const Describe& describe_;
  const StaticTrace& trace_;
};

}  // namespace gordian::analyzer
