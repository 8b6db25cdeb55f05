#include "call_graph.hpp"

#include <algorithm>
#include <numeric>

#include "graph/components.hpp"

namespace gordian::analyzer {

CallGraph::CallGraph(const Lowering& lowering, const std::vector<Body>& bodies,
                     const Callables& callables, const VirtualCalls& virtuals)
    : callees_(bodies.size()), hasCallers_(bodies.size(), false) {
  for (const Body& body : bodies)
    if (body.source != nullptr) collect(body, callables, virtuals, lowering.program());
  findComponents();
}

void CallGraph::collect(const Body& body, const Callables& callables, const VirtualCalls& virtuals,
                        const Program& program) {
  std::vector<FunctionId>& callees = callees_[index(body.id)];
  const auto add = [&](FunctionId function) {
    const std::vector<FunctionId>& found = virtuals.implementations(function);
    callees.insert(callees.end(), found.begin(), found.end());
  };
  const auto addValue = [&](const Val& value) {
    if (value.is(Val::Kind::Function))
      add(value.functionId());
    else if (value.hasPath())
      for (const FunctionId held : callables.heldBy(body.id, value.path)) add(held);
  };
  for (const Op& op : body.ops) {
    if (op.kind == EventKind::Closure) add(op.callee);
    if (op.kind != EventKind::Call) continue;
    if (op.callee != kNoFunction) {
      add(op.callee);
      for (const FunctionId reached : program[op.callee].reaches) add(reached);
    }
    if (op.calleeKind == CalleeKind::Indirect) addValue(op.value);
    if (op.meaning == nullptr) continue;
    for (const Argument& argument : body.argumentsOf(op)) addValue(argument.value);
  }
  std::sort(callees.begin(), callees.end());
  callees.erase(std::unique(callees.begin(), callees.end()), callees.end());
  for (const FunctionId callee : callees)
    if (callee != body.id) hasCallers_[index(callee)] = true;
}

bool CallGraph::callsItself(FunctionId function) const {
  const std::vector<FunctionId>& callees = callees_[index(function)];
  return std::binary_search(callees.begin(), callees.end(), function);
}

void CallGraph::findComponents() {
  std::vector<std::uint32_t> all(callees_.size());
  std::iota(all.begin(), all.end(), 0U);
  analyzer::findComponents(
      all.size(), all,
      [&](std::uint32_t function) -> const std::vector<FunctionId>& { return callees_[function]; },
      [&](const std::vector<std::uint32_t>& component) {
        components_.emplace_back();
        for (const std::uint32_t member : component)
          components_.back().push_back(static_cast<FunctionId>(member));
      });
}

}  // namespace gordian::analyzer
