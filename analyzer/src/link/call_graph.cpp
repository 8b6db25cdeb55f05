#include "call_graph.hpp"

#include <algorithm>

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

// Tarjan, "Depth-First Search and Linear Graph Algorithms" (1972), with a stack of its own.
void CallGraph::findComponents() {
  constexpr std::uint32_t kUnseen = 0;
  const std::size_t count = callees_.size();
  std::vector<std::uint32_t> number(count, kUnseen);
  std::vector<std::uint32_t> low(count, 0);
  std::vector<bool> isOnStack(count, false);
  std::vector<std::size_t> stack;
  struct Frame {
    std::size_t function = 0;
    std::size_t next = 0;
  };
  std::vector<Frame> frames;
  std::uint32_t counter = 0;
  const auto enter = [&](std::size_t function) {
    number[function] = low[function] = ++counter;
    isOnStack[function] = true;
    stack.push_back(function);
    frames.push_back({function, 0});
  };
  for (std::size_t start = 0; start < count; ++start) {
    if (number[start] != kUnseen) continue;
    enter(start);
    while (!frames.empty()) {
      Frame& frame = frames.back();
      const std::size_t function = frame.function;
      if (frame.next < callees_[function].size()) {
        const std::size_t callee = index(callees_[function][frame.next++]);
        if (number[callee] == kUnseen)
          enter(callee);
        else if (isOnStack[callee])
          low[function] = std::min(low[function], number[callee]);
        continue;
      }
      frames.pop_back();
      if (!frames.empty())
        low[frames.back().function] = std::min(low[frames.back().function], low[function]);
      if (low[function] != number[function]) continue;
      components_.emplace_back();
      while (true) {
        const std::size_t member = stack.back();
        stack.pop_back();
        isOnStack[member] = false;
        components_.back().push_back(static_cast<FunctionId>(member));
        if (member == function) break;
      }
      std::sort(components_.back().begin(), components_.back().end());
    }
  }
}

}  // namespace gordian::analyzer
