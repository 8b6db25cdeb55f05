// From block to block: conditions, loops and what they join.
#include <algorithm>

#include "dataflow.hpp"

namespace gordian::analyzer {
namespace {

constexpr std::uint32_t kGiveUpAfter = 60;  // visits of a block, until it is taken as it is
constexpr std::size_t kMaxBlocks = 20'000;  // of a function whose loops are looked for
constexpr std::uint32_t kNoLoop = 0xffffffffU;

}  // namespace

void Dataflow::leave(std::uint32_t number, const std::vector<State>& states,
                     const std::vector<State>& beforeCall) {
  const Block& block = body_.source->blocks[number];
  const bool isDecided =
      block.condition && block.successors.size() == 2 && block.condition->test != Test::Unknown;
  for (std::size_t i = 0; i < block.successors.size(); ++i) {
    const std::uint32_t next = block.successors[i];
    const Block& target = body_.source->blocks[next];
    const bool throws = target.isCatch || (target.isUnwinding && !block.isUnwinding);
    const std::vector<State>& leaving = throws && !block.isUnwinding ? beforeCall : states;
    bool isNew = false;
    for (const State& state : leaving) {
      State taken = state;
      if (isDecided && !decide(taken, number, i == 0)) continue;
      isNew |= merging_.add(in_[next], std::move(taken), next, target.isLoopHead);
    }
    if (isNew) open(next);
  }
}

void Dataflow::open(std::uint32_t block) {
  if (visits_[block] >= kGiveUpAfter) return;
  const std::uint32_t rank = body_.order.rank[block];
  isOpen_[rank] = true;
  lowest_ = std::min<std::size_t>(lowest_, rank);
}

bool Dataflow::decide(State& state, std::uint32_t block, bool isTaken) {
  const Condition& condition = *body_.source->blocks[block].condition;
  const Val& raw = body_.conditions[block];
  const Val value = storage_.evaluate(state, raw);
  const bool isTrue = condition.test == Test::True;
  const auto known = [&](bool holds) { return holds == isTaken; };
  const auto seen = [&](PathId path, bool isLess, bool holds, std::int64_t constant) {
    // A flag that others set: who sees it set comes after what they did before.
    if (!isLess && library_.isAtomic(path)) {
      const bool isZero = (constant == 0) == (holds == isTaken);
      if (constant == 0 || holds == isTaken) {
        state.pass(storage_.paths().field(path, isZero ? kMarkClear : kMarkSet));
        const PathId other = storage_.paths().field(path, kMarkSeen);
        state.marks.removeIf([&](PathId mark) { return mark == other; });
      }
      return true;
    }
    const bool isNull = !isLess && constant == 0 && holds == isTaken;
    // Nobody lets go of a thread that was not joined: where there is none, none runs.
    if (isNull && library_.isThreadPointer(path))
      join(state, storage_.paths(), storage_.paths().deref(path));
    return assume(state, {path, isLess, holds == isTaken, constant});
  };
  switch (value.kind) {
    case Val::Kind::Integer: {
      // What others can change may have changed.
      if (raw.kind != Val::Kind::Integer) {
        const PathId place = storage_.resolve(state, raw.path);
        const bool isPseudo =
            !storage_.paths().isRoot(place) && storage_.paths().lastNumber(place) >= kPseudoFields;
        const bool isPrivate =
            storage_.isOwn(place) && !state.isPublished(storage_.paths().rootOf(place));
        if (!isPrivate && !isPseudo) return true;
      }
      if (isTrue) return known(value.integer != 0);
      if (condition.test == Test::Equal) return known(value.integer == condition.constant);
      return known(value.integer < condition.constant);
    }
    case Val::Kind::Pointer:
    case Val::Kind::Function:
      if (isTrue) return known(true);
      if (condition.test == Test::Equal && condition.constant == 0) return known(false);
      return true;
    case Val::Kind::Loaded:
      if (isTrue) return seen(value.path, false, false, 0);
      return seen(value.path, condition.test == Test::Less, true, condition.constant);
    case Val::Kind::Equals:
    case Val::Kind::Differs: {
      const bool isEqual = value.is(Val::Kind::Equals);
      if (isTrue) return seen(value.path, false, isEqual, value.integer);
      if (condition.test != Test::Equal) return true;
      if (condition.constant != 0 && condition.constant != 1) return true;
      return seen(value.path, false, isEqual == (condition.constant == 1), value.integer);
    }
    case Val::Kind::Unknown:
      return true;
  }
  return true;
}

// Natural loops: of each back edge, what reaches its source without passing the head.
void Dataflow::findLoops() {
  const std::vector<Block>& blocks = body_.source->blocks;
  loopOf_.assign(blocks.size(), kNoLoop);
  if (blocks.size() > kMaxBlocks) return;
  std::vector<std::vector<std::uint32_t>> predecessors(blocks.size());
  for (const std::uint32_t block : body_.order.blocks)
    for (const std::uint32_t next : blocks[block].successors) predecessors[next].push_back(block);
  // Inner loops last, so that they win.
  for (const std::uint32_t head : body_.order.blocks) {
    if (!blocks[head].isLoopHead) continue;
    std::vector<std::uint32_t> open;
    std::vector<bool> isInside(blocks.size(), false);
    isInside[head] = true;
    for (const std::uint32_t last : predecessors[head])
      if (body_.order.rank[last] >= body_.order.rank[head] && !isInside[last]) {
        isInside[last] = true;
        open.push_back(last);
      }
    while (!open.empty()) {
      const std::uint32_t block = open.back();
      open.pop_back();
      loopOf_[block] = head;
      for (const std::uint32_t before : predecessors[block]) {
        if (isInside[before]) continue;
        isInside[before] = true;
        open.push_back(before);
      }
    }
  }
}

// A loop that joins elements joins all of them: who leaves it has them joined, also where nothing
// tells that it ran at all.
void Dataflow::noteJoins(std::uint32_t block, const std::vector<State>& states) {
  std::vector<PathId> handles;
  const auto note = [&](PathId handle) {
    if (storage_.paths().hasElements(handle)) handles.push_back(handle);
  };
  for (const State& state : states) {
    for (const Begun& thread : state.threads)
      if (thread.isJoined) note(thread.handle);
    for (const PathId handle : state.joined) note(handle);
  }
  if (handles.empty()) return;
  if (loopOf_.empty()) findLoops();
  const std::uint32_t head = loopOf_[block];
  if (head == kNoLoop) return;
  std::vector<PathId>& known = joins_[head];
  for (const PathId handle : handles) {
    if (std::find(known.begin(), known.end(), handle) != known.end()) continue;
    known.push_back(handle);
    mustRestart_ = recorder_ == nullptr;
  }
}

}  // namespace gordian::analyzer
