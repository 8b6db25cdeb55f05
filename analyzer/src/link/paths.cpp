#include "paths.hpp"

#include "hash.hpp"

namespace gordian::analyzer {
namespace {

constexpr std::size_t kFirstSlots = 1024;  // a power of two

bool isElement(StepKind kind) {
  return kind == StepKind::Element || kind == StepKind::Elements;
}

}  // namespace

Paths::Paths() : slots_(kFirstSlots, 0) {
  nodes_.emplace_back();
}

// Where a path is, or would be: open addressing, at most half of the slots are taken.
std::size_t Paths::slotOf(const Node& made) const {
  const std::uint64_t kind = std::uint64_t{made.kind} << 1 | (made.depth == 0 ? 1 : 0);
  std::size_t slot = mixed(mixed(index(made.parent), made.number), kind) & (slots_.size() - 1);
  for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    const Node& known = nodes_[slots_[slot]];
    if (known.parent == made.parent && known.number == made.number && known.kind == made.kind &&
        known.depth == made.depth)
      break;
  }
  return slot;
}

void Paths::grow() {
  slots_.assign(2 * slots_.size(), 0);
  for (std::uint32_t i = 1; i < nodes_.size(); ++i) slots_[slotOf(nodes_[i])] = i;
}

PathId Paths::intern(const Node& made) {
  const std::size_t slot = slotOf(made);
  if (slots_[slot] != 0) return static_cast<PathId>(slots_[slot]);
  const auto number = static_cast<std::uint32_t>(nodes_.size());
  slots_[slot] = number;
  nodes_.push_back(made);
  if (made.depth == 0) nodes_.back().root = static_cast<PathId>(number);
  if (2 * nodes_.size() > slots_.size()) grow();
  return static_cast<PathId>(number);
}

PathId Paths::root(Root kind, std::uint32_t number) {
  if (kind == Root::Unknown) return kUnknownPath;
  Node made;
  made.number = number;
  made.kind = static_cast<std::uint8_t>(kind);
  return intern(made);
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
  const PathId path = intern(made);
  if (kind == StepKind::Deref) nodes_[index(parent)].pointee = path;
  return path;
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
