// Who may call, begin or hand on whom; and an order in which callees come first.
#pragma once

#include <vector>

#include "callables.hpp"

namespace gordian::analyzer {

class CallGraph {
 public:
  CallGraph(const Lowering& lowering, const std::vector<Body>& bodies, const Callables& callables,
            const VirtualCalls& virtuals);

  // Components of recursion, callees first.
  const std::vector<std::vector<FunctionId>>& components() const { return components_; }
  const std::vector<FunctionId>& callees(FunctionId function) const {
    return callees_[index(function)];
  }
  // Called, begun or handed on by another function.
  bool hasCallers(FunctionId function) const { return hasCallers_[index(function)]; }
  bool callsItself(FunctionId function) const;

 private:
  void collect(const Body& body, const Callables& callables, const VirtualCalls& virtuals,
               const Program& program);
  void findComponents();

  std::vector<std::vector<FunctionId>> callees_;  // by function, sorted
  std::vector<bool> hasCallers_;
  std::vector<std::vector<FunctionId>> components_;
};

}  // namespace gordian::analyzer
