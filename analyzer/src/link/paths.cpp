#include "paths.hpp"

namespace gordian::analyzer {
namespace {

constexpr std::uint32_t kRootMark = 0x100;  // tells kinds of roots from kinds of steps in keys

bool isElement(StepKind kind) {
  return kind == StepKind::Element || kind == StepKind::Elements;
}

}  // namespace

std::size_t Paths::KeyHash::operator()(const Key& key) const {
  std::uint64_t x = (std::uint64_t{key.parent} << 32 | key.number) + key.kind * 0x9e3779b97f4a7c15U;
  x ^= x >> 31;
  x *= 0xbf58476d1ce4e5b9U;
  return x ^ x >> 29;
}

Paths::Paths() {
  nodes_.emplace_back();
}

PathId Paths::intern(const Key& key, const Node& made) {
  const auto [place, isNew] = known_.try_emplace(key, static_cast<PathId>(nodes_.size()));
  if (isNew) {
    nodes_.push_back(made);
    if (made.depth == 0) nodes_.back().root = place->second;
  }
  return place->second;
}

PathId Paths::root(Root kind, std::uint32_t number) {
  if (kind == Root::Unknown) return kUnknownPath;
  Node made;
  made.number = number;
  made.kind = static_cast<std::uint8_t>(kind);
  return intern({0, number, kRootMark | made.kind}, made);
}

PathId Paths::step(PathId parent, StepKind kind, std::uint32_t number) {
  if (parent == kUnknownPath) return kUnknownPath;
  if (kind == StepKind::Offset && number == 0) return parent;
  if (kind == StepKind::Field && !isRoot(parent) && isElement(lastStep(parent)) &&
      valueFields_.count(number) > 0)
    return parent;
  const bool isOffset = kind == StepKind::Offset || kind == StepKind::Offsets;
  if (isOffset && !isRoot(parent) && isElement(lastStep(parent))) {
    const PathId array = this->parent(parent);
    const bool isConstant = kind == StepKind::Offset && lastStep(parent) == StepKind::Element;
    if (isConstant) return step(array, StepKind::Element, lastNumber(parent) + number);
    const bool fromStart = lastStep(parent) == StepKind::Element && lastNumber(parent) == 0;
    return step(array, StepKind::Elements, fromStart ? number : kSomeIndex);
  }
  if (depth(parent) >= kMaxDepth) return kUnknownPath;
  Node made;
  made.parent = parent;
  made.root = node(parent).root;
  made.number = number;
  made.kind = static_cast<std::uint8_t>(kind);
  made.depth = static_cast<std::uint8_t>(depth(parent) + 1);
  made.hasDeref = hasDeref(parent) || kind == StepKind::Deref;
  made.hasElements = hasElements(parent) || kind == StepKind::Elements || kind == StepKind::Offsets;
  return intern({static_cast<std::uint32_t>(parent), number, made.kind}, made);
}

bool Paths::startsWith(PathId path, PathId prefix) const {
  if (node(path).root != node(prefix).root) return false;
  while (depth(path) > depth(prefix)) path = parent(path);
  return path == prefix;
}

PathId Paths::withPrefix(PathId path, PathId prefix, PathId replacement) {
  if (path == prefix) return replacement;
  const Node at = node(path);
  return step(withPrefix(at.parent, prefix, replacement), static_cast<StepKind>(at.kind),
              at.number);
}

PathId Paths::withoutIndices(PathId path) {
  if (!hasElements(path)) return path;
  const Node at = node(path);
  const auto kind = static_cast<StepKind>(at.kind);
  const PathId parent = withoutIndices(at.parent);
  if (kind == StepKind::Elements || kind == StepKind::Offsets)
    return step(parent, StepKind::Elements, kSomeIndex);
  return step(parent, kind, at.number);
}

PathId Paths::withoutIndex(PathId path, std::uint32_t number) {
  if (!hasElements(path)) return path;
  const Node at = node(path);
  const auto kind = static_cast<StepKind>(at.kind);
  const bool isVariable = kind == StepKind::Elements || kind == StepKind::Offsets;
  const bool isMeant = isVariable && at.number == number;
  const PathId parent = withoutIndex(at.parent, number);
  if (parent == at.parent && !isMeant) return path;
  return step(parent, kind, isMeant ? kSomeIndex : at.number);
}

}  // namespace gordian::analyzer
