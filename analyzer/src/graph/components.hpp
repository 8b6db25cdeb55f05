// Strongly connected components of a part of a graph, whose nodes are numbers. Tarjan, "Depth-First
// Search and Linear Graph Algorithms" (1972), with a stack of its own.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace gordian::analyzer {

// `nodes`: the part, each below `count`; edges to others do not count.
// `successorsOf(node)`: a list of numbers, or of enumerators that are numbers.
// `found(component)`: each component, after all that it leads to.
// The order of `nodes` and of successors decides between components that are not connected.
template <class SuccessorsOf, class Found>
void findComponents(std::size_t count, const std::vector<std::uint32_t>& nodes,
                    SuccessorsOf successorsOf, Found found) {
  constexpr std::uint32_t kOutside = 0xffffffffU;
  constexpr std::uint32_t kUnseen = 0;
  std::vector<std::uint32_t> number(count, kOutside);
  for (const std::uint32_t node : nodes) number[node] = kUnseen;
  std::vector<std::uint32_t> low(count, 0);
  std::vector<bool> isOnStack(count, false);
  std::vector<std::uint32_t> stack;
  struct Frame {
    std::uint32_t node = 0;
    std::size_t next = 0;
  };
  std::vector<Frame> frames;
  std::uint32_t counter = 0;
  const auto enter = [&](std::uint32_t node) {
    number[node] = low[node] = ++counter;
    isOnStack[node] = true;
    stack.push_back(node);
    frames.push_back({node, 0});
  };
  for (const std::uint32_t start : nodes) {
    if (number[start] != kUnseen) continue;
    enter(start);
    while (!frames.empty()) {
      Frame& frame = frames.back();
      const std::uint32_t node = frame.node;
      const auto& successors = successorsOf(node);
      if (frame.next < successors.size()) {
        const auto next = static_cast<std::uint32_t>(successors[frame.next++]);
        if (number[next] == kUnseen)
          enter(next);
        else if (isOnStack[next])
          low[node] = std::min(low[node], number[next]);
        continue;
      }
      frames.pop_back();
      if (!frames.empty()) low[frames.back().node] = std::min(low[frames.back().node], low[node]);
      if (low[node] != number[node]) continue;
      const auto first = std::find(stack.rbegin(), stack.rend(), node).base() - 1;
      std::vector<std::uint32_t> component(first, stack.end());
      stack.erase(first, stack.end());
      for (const std::uint32_t member : component) isOnStack[member] = false;
      std::sort(component.begin(), component.end());
      found(component);
    }
  }
}

// Whether a component leads back to itself. `successors`: those of its first node.
inline bool isCycle(const std::vector<std::uint32_t>& component,
                    const std::vector<std::uint32_t>& successors) {
  return component.size() > 1 ||
         std::find(successors.begin(), successors.end(), component.front()) != successors.end();
}

}  // namespace gordian::analyzer
