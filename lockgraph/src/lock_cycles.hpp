// Lock-level cycles of one component, whoever takes part.
//
// All simple cycles up to a length if they can be walked within the budget, else the shortest
// through each edge: breadth first from every lock, as enumeration in a dense component explodes.
#pragma once

#include <functional>

#include "budget.hpp"
#include "findings.hpp"
#include "shapes.hpp"

namespace gordian::lockgraph {

class LockCycles {
 public:
  // Reads the component's edges; isComplete() is false when there are too many to be kept.
  LockCycles(const Shapes& shapes, std::uint32_t component, Budget& budget);

  bool hasEdges() const { return hasEdges_; }
  // False: not all within the budget; what was appended is a part.
  bool appendAll(std::size_t maxLength, Budget& budget, std::vector<LockCycle>& cycles) const;
  // False: not all within the budget. Cycles longer than maxLength are left out.
  bool appendShortest(std::size_t maxLength, Budget& budget, std::vector<LockCycle>& cycles) const;

 private:
  bool walk(std::size_t start, std::size_t maxLength, Budget& budget,
            std::vector<LockCycle>& cycles) const;

  const std::vector<LockId>& locks_;               // ascending
  std::vector<std::vector<std::uint32_t>> after_;  // by place in locks_: places acquired under it
  bool hasEdges_ = true;
};

}  // namespace gordian::lockgraph
