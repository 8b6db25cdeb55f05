#include <algorithm>
#include <numeric>

#include "flow.hpp"
#include "graph/components.hpp"

namespace gordian::analyzer::facts {
namespace {

constexpr std::uint32_t kNone = ~0U;

bool canBeSkipped(const DraftBlock& draft) {
  return draft.events.empty() && draft.successors.size() == 1 && !draft.isCatch;
}

// Leads every edge past blocks in which nothing happens.
void skipEmpty(std::vector<DraftBlock>& drafts) {
  const auto target = [&](std::uint32_t block) {
    for (std::size_t steps = 0; canBeSkipped(drafts[block]) && steps < drafts.size(); ++steps) {
      block = drafts[block].successors[0];
    }
    return block;
  };
  for (DraftBlock& draft : drafts) {
    for (std::uint32_t& next : draft.successors) next = target(next);
    const bool isSame = draft.successors.size() == 2 && draft.successors[0] == draft.successors[1];
    if (isSame) {
      draft.successors.pop_back();
      draft.condition.reset();
    }
  }
}

void dropUnreachable(std::vector<DraftBlock>& drafts) {
  std::vector<bool> isReached(drafts.size(), false);
  std::vector<std::uint32_t> open{0};
  isReached[0] = true;
  while (!open.empty()) {
    const std::uint32_t block = open.back();
    open.pop_back();
    for (const std::uint32_t next : drafts[block].successors) {
      if (!isReached[next]) open.push_back(next);
      isReached[next] = true;
    }
  }
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    if (!isReached[i]) drafts[i] = {};
  }
}

// One block for what is one straight line, and no block that only ends the function.
void joinStraight(std::vector<DraftBlock>& drafts) {
  dropUnreachable(drafts);
  std::vector<std::uint32_t> predecessors(drafts.size(), 0);
  for (DraftBlock& draft : drafts) {
    if (draft.successors.size() == 1) {
      const DraftBlock& next = drafts[draft.successors[0]];
      const bool isPlain = !next.isCatch && next.isUnwinding == draft.isUnwinding;
      if (next.events.empty() && next.successors.empty() && isPlain) draft.successors.clear();
    }
    for (const std::uint32_t next : draft.successors) ++predecessors[next];
  }
  for (std::uint32_t i = 0; i < drafts.size(); ++i) {
    DraftBlock& draft = drafts[i];
    while (draft.successors.size() == 1) {
      const std::uint32_t index = draft.successors[0];
      DraftBlock& next = drafts[index];
      if (index == i || index == 0 || predecessors[index] != 1) break;
      if (next.isCatch || next.isUnwinding != draft.isUnwinding) break;
      draft.events.insert(draft.events.end(), next.events.begin(), next.events.end());
      draft.successors = std::move(next.successors);
      draft.condition = std::move(next.condition);
      next = {};
    }
  }
}

// Depth first from the entry: the reverse postorder, and the edges that lead back.
struct Order {
  std::vector<std::uint32_t> blocks;  // reachable ones
  std::vector<bool> isLoopHead;       // by draft
};

Order orderOf(const std::vector<DraftBlock>& drafts) {
  enum class State : std::uint8_t { New, Open, Done };
  Order order;
  order.isLoopHead.assign(drafts.size(), false);
  std::vector<State> states(drafts.size(), State::New);
  std::vector<std::pair<std::uint32_t, std::size_t>> path{{0, 0}};
  states[0] = State::Open;
  while (!path.empty()) {
    const std::uint32_t block = path.back().first;
    const std::vector<std::uint32_t>& successors = drafts[block].successors;
    if (path.back().second == successors.size()) {
      states[block] = State::Done;
      order.blocks.push_back(block);
      path.pop_back();
      continue;
    }
    // The last one first: the first successor's blocks then come first in the reversed order.
    const std::uint32_t next = successors[successors.size() - 1 - path.back().second++];
    if (states[next] == State::Open) order.isLoopHead[next] = true;
    if (states[next] != State::New) continue;
    states[next] = State::Open;
    path.emplace_back(next, 0);
  }
  std::reverse(order.blocks.begin(), order.blocks.end());
  return order;
}

std::vector<bool> cyclic(const std::vector<DraftBlock>& drafts) {
  std::vector<bool> result(drafts.size(), false);
  std::vector<std::uint32_t> all(drafts.size());
  std::iota(all.begin(), all.end(), 0U);
  findComponents(
      drafts.size(), all,
      [&](std::uint32_t block) -> const std::vector<std::uint32_t>& {
        return drafts[block].successors;
      },
      [&](const std::vector<std::uint32_t>& component) {
        const bool isOne = isCycle(component, drafts[component.front()].successors);
        for (const std::uint32_t block : component) result[block] = isOne;
      });
  return result;
}

template <typename Visit>
void forEachPlace(Function& function, Visit visit) {
  const auto ofValue = [&](Value& value) {
    const bool isNamed = value.place.base != Base::Unknown;
    visit(value.place);
    if (isNamed && value.place.base == Base::Unknown) value.kind = ValueKind::Unknown;
  };
  for (Event& event : function.events) {
    visit(event.place);
    ofValue(event.value);
    ofValue(event.callee.through);
    for (Value& argument : event.arguments) ofValue(argument);
  }
  for (IndexExpression& index : function.indices) {
    ofValue(index.value);
    for (Place& place : index.reads) visit(place);
  }
  for (Block& block : function.blocks) {
    if (block.condition) ofValue(block.condition->value);
  }
}

void noteEscape(const Value& value, Function& function) {
  if (value.kind != ValueKind::Address) return;
  for (const PathStep& step : value.place.steps) {
    if (step.step == Step::Deref) return;
  }
  if (value.place.base == Base::Local) function.locals[value.place.index].escapes = true;
  if (value.place.base == Base::Formal) function.formals[value.place.index].escapes = true;
}

void findEscapes(Function& function) {
  for (const Event& event : function.events) {
    noteEscape(event.value, function);
    for (const Value& argument : event.arguments) noteEscape(argument, function);
  }
}

// A read that no other thread's write can concern: of a variable whose address nobody has.
bool isPrivateRead(const Event& event, const Function& function) {
  if (event.kind != EventKind::Read) return false;
  for (const PathStep& step : event.place.steps) {
    if (step.step == Step::Deref) return false;
  }
  if (event.place.base == Base::Local) return !function.locals[event.place.index].escapes;
  if (event.place.base == Base::Formal) return !function.formals[event.place.index].escapes;
  return event.place.base == Base::Result && event.place.steps.empty();
}

}  // namespace

void assemble(std::vector<DraftBlock> drafts, Function& function) {
  findEscapes(function);
  for (DraftBlock& draft : drafts) {
    std::erase_if(draft.events, [&](std::uint32_t event) {
      return isPrivateRead(function.events[event], function);
    });
  }
  skipEmpty(drafts);
  joinStraight(drafts);
  const Order order = orderOf(drafts);
  const std::vector<bool> isCyclic = cyclic(drafts);
  std::vector<std::uint32_t> blockNumber(drafts.size(), kNone);
  for (std::size_t i = 0; i < order.blocks.size(); ++i) {
    blockNumber[order.blocks[i]] = static_cast<std::uint32_t>(i);
  }
  std::vector<std::uint32_t> eventNumber(function.events.size(), kNone);
  std::vector<Event> events;
  for (const std::uint32_t from : order.blocks) {
    DraftBlock& draft = drafts[from];
    Block block;
    block.firstEvent = static_cast<std::uint32_t>(events.size());
    block.eventCount = static_cast<std::uint32_t>(draft.events.size());
    block.isLoopHead = order.isLoopHead[from];
    block.isCatch = draft.isCatch;
    block.isUnwinding = draft.isUnwinding;
    block.condition = std::move(draft.condition);
    for (const std::uint32_t next : draft.successors) {
      block.successors.push_back(blockNumber[next]);
    }
    for (const std::uint32_t event : draft.events) {
      eventNumber[event] = static_cast<std::uint32_t>(events.size());
      events.push_back(std::move(function.events[event]));
      if (isCyclic[from]) events.back().flags |= kInLoop;
    }
    function.blocks.push_back(std::move(block));
  }
  function.events = std::move(events);
  const auto renumber = [&](Place& place) {
    if (place.base != Base::Result) return;
    place.index = eventNumber[place.index];
    if (place.index == kNone) place = {};
  };
  forEachPlace(function, renumber);
}

}  // namespace gordian::analyzer::facts
