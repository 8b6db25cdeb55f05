#include "lock_sight.hpp"

#include <algorithm>
#include <optional>

namespace gordian::analyzer {
namespace {

using Kind = Capability::Kind;

bool acquires(Kind kind) {
  switch (kind) {
    case Kind::Acquires:
    case Kind::AcquiresShared:
    case Kind::TryAcquires:
    case Kind::TryAcquiresShared:
    case Kind::Asserts:
    case Kind::AssertsShared:
      return true;
    default:
      return false;
  }
}

// Whoever lets go of a lock, or asserts that it is held, expects to have it.
std::optional<Mode> expectedMode(Kind kind) {
  switch (kind) {
    case Kind::Releases:
    case Kind::ReleasesGeneric:
    case Kind::Asserts:
      return Mode::Exclusive;
    case Kind::ReleasesShared:
    case Kind::AssertsShared:
      return Mode::Shared;
    default:
      return std::nullopt;
  }
}

bool contains(const std::vector<PathId>& paths, PathId path) {
  return std::find(paths.begin(), paths.end(), path) != paths.end();
}

}  // namespace

LockSight::LockSight(const Describe& describe)
    : describe_(describe),
      program_(describe.contexts().program()),
      paths_(describe.contexts().program().paths()) {}

PathId LockSight::written(FunctionId caller, std::uint32_t op, PathId path) const {
  if (path == kUnknownPath || paths_.rootKind(path) == Root::Global) return path;
  if (paths_.rootKind(path) != Root::Formal || !paths_.hasDeref(path)) return kUnknownPath;
  const Body& body = program_.body(caller);
  const Op& call = body.ops[op];
  const PathId root = paths_.rootOf(path);
  if (paths_.rootNumber(path) >= call.argumentCount) return kUnknownPath;
  const Val& value = body.argumentsOf(call)[paths_.rootNumber(path)].value;
  if (value.is(Val::Kind::Pointer)) return paths_.withPrefix(path, paths_.deref(root), value.path);
  if (value.is(Val::Kind::Loaded)) return paths_.withPrefix(path, root, value.path);
  return kUnknownPath;
}

bool LockSight::isAcquiredAs(FunctionId function, std::uint32_t number, PathId declared) const {
  const Op& op = program_.body(function).ops[number];
  if (op.kind != EventKind::Call || op.callee == kNoFunction) return false;
  for (const DeclaredCapability& one : describe_.program()[op.callee].capabilities) {
    if (!acquires(one.capability->kind)) continue;
    for (const DeclaredLock& lock : program_.declarations().locks(one, Mode::Exclusive, op.callee))
      if (written(function, number, lock.lock) == declared) return true;
  }
  return false;
}

Sight LockSight::of(FunctionId function, std::uint32_t heldSet, const LockName& lock,
                    Mode mode) const {
  const HeldSet& set = program_[function].heldSets[heldSet];
  const bool isReleased =
      contains(set.released, lock.taken) || contains(set.released, lock.declared);
  Sight best = Sight::Gone;
  for (const Held& held : set.held) {
    if (held.isBelieved && isReleased) continue;
    const bool isSame = held.lock == lock.taken || (held.isBelieved && held.lock == lock.declared);
    const bool isSeen = lock.isFollowed ? isAcquiredAs(function, held.op, lock.declared) : isSame;
    if (!isSame && !isSeen) continue;
    Sight sight = Sight::Hidden;
    if (isSeen && held.isCertain) {
      sight = held.isBelieved ? Sight::Asserted : Sight::Held;
      if (mode == Mode::Exclusive && held.mode == Mode::Shared) sight = Sight::SharedOnly;
    }
    best = std::min(best, sight);
  }
  if (best != Sight::Gone) return best;
  return isReleased ? Sight::Gone : Sight::AtEntry;
}

Sight LockSight::next(FunctionId function, std::uint32_t number, std::uint32_t op,
                      const LockName& lock, Mode mode, std::set<std::uint32_t>& passed) const {
  const FunctionFacts& facts = program_[function];
  const Block& block = program_.body(function).source->blocks[number];
  auto point = std::lower_bound(facts.points.begin(), facts.points.end(), op,
                                [](const Point& one, std::uint32_t at) { return one.op < at; });
  Sight worst = Sight::Held;
  if (point != facts.points.end() && point->op < block.firstEvent + block.eventCount) {
    const std::uint32_t told = point->op;
    for (; point != facts.points.end() && point->op == told; ++point)
      worst = std::max(worst, of(function, point->held, lock, mode));
    return worst;
  }
  if (block.successors.empty()) {
    if (facts.ends.empty()) return Sight::Gone;
    for (const EndState& end : facts.ends)
      worst = std::max(worst, of(function, end.held, lock, mode));
    return worst;
  }
  for (const std::uint32_t successor : block.successors)
    if (passed.insert(successor).second)
      worst = std::max(worst, next(function, successor,
                                   program_.body(function).source->blocks[successor].firstEvent,
                                   lock, mode, passed));
  return worst;
}

// Where nothing is noted at an op, nothing is taken or given back by hand there or behind it, up to
// the next point: what is held at that one was held here.
Sight LockSight::at(FunctionId function, std::uint32_t op, const LockName& lock, Mode mode) const {
  const std::vector<Block>& blocks = program_.body(function).source->blocks;
  for (std::uint32_t i = 0; i < blocks.size(); ++i) {
    if (op < blocks[i].firstEvent || op >= blocks[i].firstEvent + blocks[i].eventCount) continue;
    std::set<std::uint32_t> passed;
    return next(function, i, op, lock, mode, passed);
  }
  return Sight::Gone;
}

std::map<LockName, Mode> LockSight::expected(FunctionId function) const {
  std::map<LockName, Mode> found;
  const Body& body = program_.body(function);
  for (std::uint32_t number = 0; number < body.ops.size(); ++number) {
    const Op& op = body.ops[number];
    if (op.kind != EventKind::Call || op.callee == kNoFunction) continue;
    for (const DeclaredCapability& one : describe_.program()[op.callee].capabilities) {
      const auto mode = expectedMode(one.capability->kind);
      if (!mode) continue;
      for (DeclaredLock lock : program_.declarations().locks(one, *mode, op.callee)) {
        lock.lock = written(function, number, lock.lock);
        if (lock.lock == kUnknownPath || !program_.declarations().isLock(lock.record)) continue;
        const LockName name{lock.lock, program_.declarations().taken(lock), true};
        const Sight sight = at(function, number, name, *mode);
        if (sight == Sight::AtEntry || sight == Sight::Asserted) found.emplace(name, *mode);
      }
    }
  }
  return found;
}

std::string LockSight::conflict(FunctionId function, const LockName& lock) const {
  const FunctionFacts& facts = program_[function];
  const auto isCallers = [&](std::uint32_t held) {
    return of(function, held, lock, Mode::Shared) == Sight::AtEntry;
  };
  for (const Point& point : facts.points)
    if (point.kind == PointKind::Acquire && point.path == lock.taken && isCallers(point.held) &&
        !point.has(kAfterWait))
      return "takes it itself";
  for (const EndState& end : facts.ends)
    if (of(function, end.held, lock, Mode::Shared) == Sight::Gone) return "releases it";
  return {};
}

}  // namespace gordian::analyzer
