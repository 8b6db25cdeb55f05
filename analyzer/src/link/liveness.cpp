#include "liveness.hpp"

#include <algorithm>
#include <unordered_set>

namespace gordian::analyzer {
namespace {

constexpr std::size_t kMaxBits = std::size_t{1} << 28;  // of all blocks

}  // namespace

Liveness::Liveness(const Paths& paths, const Body& body)
    : paths_(paths), body_(body), isPinned_(body.source->locals.size(), false) {
  numberResults();
  count_ = isPinned_.size() + results_.size();
  if (count_ * body.source->blocks.size() > kMaxBits) return;
  pinAll();
  solve();
}

// Every path that the block's events and its condition name.
template <class Visit>
void Liveness::visitPaths(std::uint32_t number, Visit visit) const {
  const Block& block = body_.source->blocks[number];
  for (std::uint32_t i = block.firstEvent; i < block.firstEvent + block.eventCount; ++i) {
    const Op& op = body_.ops[i];
    visit(op.place);
    visit(op.value.path);
    for (const Argument& argument : body_.argumentsOf(op)) visit(argument.value.path);
  }
  visit(body_.conditions[number].path);
}

// Most results are asked for in the same expression; those need no number.
void Liveness::numberResults() {
  for (const std::uint32_t number : body_.order.blocks) {
    const Block& block = body_.source->blocks[number];
    visitPaths(number, [&](PathId path) {
      if (paths_.rootKind(path) != Root::Result) return;
      const std::uint32_t op = paths_.rootNumber(path);
      if (op >= block.firstEvent && op < block.firstEvent + block.eventCount) return;
      results_.emplace(op, static_cast<std::uint32_t>(isPinned_.size() + results_.size()));
    });
  }
}

std::uint32_t Liveness::numberOf(PathId root) const {
  if (paths_.rootKind(root) == Root::Local) return paths_.rootNumber(root);
  if (paths_.rootKind(root) != Root::Result) return kNone;
  const auto known = results_.find(paths_.rootNumber(root));
  return known == results_.end() ? kNone : known->second;
}

void Liveness::pin(const Val& value) {
  if (!value.is(Val::Kind::Pointer) || paths_.hasDeref(value.path)) return;
  if (paths_.rootKind(value.path) == Root::Local) isPinned_[paths_.rootNumber(value.path)] = true;
}

// Whoever has the address may look at any time; so may an index.
void Liveness::pinAll() {
  for (const Op& op : body_.ops) pin(op.value);
  for (const Argument& argument : body_.arguments) pin(argument.value);
  for (const std::vector<PathId>& reads : body_.indexReads)
    for (const PathId read : reads) pin(Val::pointer(paths_.rootOf(read)));
}

void Liveness::use(PathId path, Bits& live) const {
  if (const std::uint32_t number = numberOf(paths_.rootOf(path)); number != kNone)
    live[number] = true;
}

Liveness::Bits Liveness::before(std::uint32_t number, Bits live) const {
  const Block& block = body_.source->blocks[number];
  use(body_.conditions[number].path, live);
  for (std::uint32_t i = block.firstEvent + block.eventCount; i-- > block.firstEvent;) {
    const Op& op = body_.ops[i];
    if (const auto known = results_.find(i); known != results_.end()) live[known->second] = false;
    const bool isSet = op.kind == EventKind::Assign || op.kind == EventKind::Write;
    const bool isWhole = isSet && paths_.isRoot(op.place);
    if (const std::uint32_t local = numberOf(op.place); isWhole && local != kNone)
      live[local] = false;
    else
      use(op.place, live);
    use(op.value.path, live);
    for (const Argument& argument : body_.argumentsOf(op)) use(argument.value.path, live);
  }
  return live;
}

void Liveness::solve() {
  const std::vector<Block>& blocks = body_.source->blocks;
  live_.assign(blocks.size(), Bits(count_));
  for (bool hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (auto at = body_.order.blocks.rbegin(); at != body_.order.blocks.rend(); ++at) {
      Bits live(count_, false);
      for (const std::uint32_t next : blocks[*at].successors) live |= live_[next];
      live = before(*at, std::move(live));
      // An exception leaves in the middle.
      for (const std::uint32_t next : blocks[*at].successors)
        if (blocks[next].isCatch || blocks[next].isUnwinding) live |= live_[next];
      if (live == live_[*at]) continue;
      live_[*at] = std::move(live);
      hasChanged = true;
    }
  }
}

bool Liveness::isLive(PathId root, std::uint32_t block) const {
  switch (paths_.rootKind(root)) {
    case Root::Local:
      return isPinned_[paths_.rootNumber(root)] || live_[block][paths_.rootNumber(root)];
    case Root::Result: {
      const std::uint32_t number = numberOf(root);
      return number != kNone && live_[block][number];
    }
    case Root::Phi:
    case Root::Stale:
      return false;  // no event names them
    default:
      return true;
  }
}

void Liveness::forgetDead(State& state, std::uint32_t block) const {
  if (live_.empty()) return;
  std::unordered_set<std::size_t> reached;
  const auto reach = [&](PathId path) { return reached.insert(index(paths_.rootOf(path))).second; };
  const auto isKept = [&](PathId path) {
    const PathId root = paths_.rootOf(path);
    return reached.count(index(root)) > 0 || isLive(root, block);
  };
  for (const Held& held : state.held) reach(held.lock);
  for (const PathId lock : state.released) reach(lock);
  for (const PathId mark : state.marks) reach(mark);
  for (const Begun& thread : state.threads) reach(thread.handle);
  for (const PathId handle : state.joined) reach(handle);
  for (bool hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (const Stored& stored : state.stores)
      if (isKept(stored.place)) hasChanged |= reach(stored.value.path);
  }
  state.stores.removeIf([&](const Stored& stored) { return !isKept(stored.place); });
}

}  // namespace gordian::analyzer
