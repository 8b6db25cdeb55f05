#include "round_memory.hpp"

#include <algorithm>

namespace gordian::analyzer {
namespace {

constexpr std::size_t kMaxWays = 16;
constexpr std::size_t kMaxDepth = 16;

}  // namespace

// What the place itself names, or what a local pointer points to that gets new memory each time
// round and nothing else.
RoundMemory::Maker RoundMemory::makerOf(PathId path) const {
  Paths& paths = contexts_.program().paths();
  if (paths.rootKind(path) != Root::Object) return {};
  const ObjectOrigin& origin = contexts_.object(paths.rootNumber(path));
  const Body& body = contexts_.program().body(origin.function);
  const auto isAnew = [&](std::uint32_t op) {
    return contexts_.program()[origin.function].isFresh[op] && body.ops[op].has(kInLoop);
  };
  Maker maker{origin.function, {}};
  if (origin.root == Root::Result) {
    if (isAnew(origin.number)) maker.ops.push_back(origin.number);
    return maker;
  }
  if (origin.root != Root::Local || !paths.hasDeref(path)) return {};
  const PathId local = paths.root(Root::Local, origin.number);
  for (const Op& op : body.ops) {
    if (op.kind != EventKind::Assign || op.place != local) continue;
    const bool isResult = op.value.is(Val::Kind::Loaded) && paths.isRoot(op.value.path) &&
                          paths.rootKind(op.value.path) == Root::Result;
    if (!isResult || !isAnew(paths.rootNumber(op.value.path))) return {};
    maker.ops.push_back(paths.rootNumber(op.value.path));
  }
  return maker;
}

// False: somebody on the way up is not called by the maker, or is called in too many ways.
bool RoundMemory::climb(Way& way, FunctionId maker, std::vector<Way>& found) const {
  const ContextNode& node = contexts_[way.back().node];
  if (node.isGeneral || way.size() == kMaxDepth || found.size() == kMaxWays) return false;
  if (node.function == maker) {
    found.push_back(way);
    return true;
  }
  if (node.callers.empty()) return false;
  for (const CallerEdge& edge : node.callers) {
    const FunctionId caller = contexts_[edge.node].function;
    way.push_back({edge.node, contexts_.program()[caller].points[edge.point].op});
    const bool isKnown = climb(way, maker, found);
    way.pop_back();
    if (!isKnown) return false;
  }
  return true;
}

std::vector<RoundMemory::Way> RoundMemory::waysTo(NodeId node, std::uint32_t op,
                                                  FunctionId maker) const {
  std::vector<Way> found;
  Way way{{node, op}};
  if (!climb(way, maker, found)) found.clear();
  return found;
}

// `to` can come after `from` in one execution of the function, without what is avoided between.
bool RoundMemory::isReached(FunctionId function, std::uint32_t from, std::uint32_t to,
                            const std::vector<std::uint32_t>& avoided) const {
  const std::vector<Block>& blocks = contexts_.program().body(function).source->blocks;
  const auto isIn = [](const Block& block, std::uint32_t op) {
    return op >= block.firstEvent && op < block.firstEvent + block.eventCount;
  };
  std::vector<bool> seen(blocks.size(), false);
  std::vector<std::uint32_t> open;
  // Whether `to` is in the block from `op` on; else where it leads to is open.
  const auto walk = [&](const Block& block, std::uint32_t op) {
    for (; op < block.firstEvent + block.eventCount; ++op) {
      if (op == to) return true;
      if (std::find(avoided.begin(), avoided.end(), op) != avoided.end()) return false;
    }
    for (const std::uint32_t next : block.successors) {
      if (!seen[next]) open.push_back(next);
      seen[next] = true;
    }
    return false;
  };
  for (const Block& block : blocks)
    if (isIn(block, from) && walk(block, from + 1)) return true;
  while (!open.empty()) {
    const Block& block = blocks[open.back()];
    open.pop_back();
    if (walk(block, block.firstEvent)) return true;
  }
  return false;
}

// Both within one call, and in the maker before it makes other memory.
bool RoundMemory::isFollowedBy(const Way& first, const Way& second, const Maker& maker) const {
  static const std::vector<std::uint32_t> kNothing;
  return std::any_of(first.begin(), first.end(), [&](const Frame& x) {
    return std::any_of(second.begin(), second.end(), [&](const Frame& y) {
      const FunctionId function = contexts_[x.node].function;
      return x.node == y.node &&
             isReached(function, x.op, y.op, function == maker.function ? maker.ops : kNothing);
    });
  });
}

bool RoundMemory::canShare(PathId path, const Side& a, const Side& b) const {
  const Maker maker = makerOf(path);
  if (maker.ops.empty()) return true;
  struct Position {
    std::vector<Way> ways;
    bool isBegun = false;  // a thread that was begun there
  };
  const auto placeOf = [&](const Side& side) -> Position {
    const AbstractThread& thread = contexts_[side.thread];
    const auto inside = waysTo(side.at->node, contexts_.pointOf(*side.at).op, maker.function);
    if (thread.creator == kNoNode) return {inside, false};
    const FunctionId creator = contexts_[thread.creator].function;
    const auto begun = waysTo(thread.creator, contexts_.program()[creator].points[thread.point].op,
                              maker.function);
    if (!inside.empty() && !begun.empty()) return {};
    return begun.empty() ? Position{inside, false} : Position{begun, true};
  };
  const Position x = placeOf(a);
  const Position y = placeOf(b);
  if (x.ways.empty() || y.ways.empty()) {
    // Of one place that begins threads, in whatever way it is come to, each begins its own.
    const AbstractThread& one = contexts_[a.thread];
    const AbstractThread& other = contexts_[b.thread];
    return one.creator != other.creator || one.site != other.site;
  }
  if (!x.isBegun && !y.isBegun) return true;
  for (const Way& one : x.ways)
    for (const Way& other : y.ways)
      if ((x.isBegun && isFollowedBy(one, other, maker)) ||
          (y.isBegun && isFollowedBy(other, one, maker)))
        return true;
  return false;
}

}  // namespace gordian::analyzer
