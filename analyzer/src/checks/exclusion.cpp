#include "exclusion.hpp"

#include <algorithm>
#include <optional>

namespace gordian::analyzer {
namespace {

bool blockEachOther(const HeldLock& a, const HeldLock& b) {
  return a.mode == Mode::Exclusive || b.mode == Mode::Exclusive;
}

}  // namespace

ExclusionTest::ExclusionTest(const Contexts& contexts, const Concurrency& concurrency)
    : contexts_(contexts), concurrency_(concurrency) {
  for (std::size_t i = 0; i < contexts.threads().size(); ++i)
    guards_.push_back(guardsOf(static_cast<ThreadIndex>(i)));
  for (const Occurrence& at : contexts.of(PointKind::Signal)) {
    if (at.path == kUnknownPath) continue;
    const ContextNode& node = contexts[at.node];
    for (const ThreadIndex thread : node.reachedBy)
      signals_[{thread, at.path}].push_back({node.function, contexts.pointOf(at).op});
  }
}

std::vector<HeldLock> ExclusionTest::guardsOf(ThreadIndex thread) const {
  const AbstractThread& known = contexts_[thread];
  if (known.creator == kNoNode) return {};
  std::optional<std::vector<HeldLock>> common;
  for (const Occurrence& at : contexts_.of(PointKind::Spawn))
    if (at.node == known.creator && at.point == known.point) common = contexts_.heldSet(at.held);
  if (!common || common->empty()) return {};
  bool isJoined = false;
  for (const Occurrence& at : contexts_.of(PointKind::Join)) {
    const std::vector<ThreadStatus>& begun = contexts_.threadSet(at.threads);
    const bool isOurs = std::any_of(begun.begin(), begun.end(), [&](const ThreadStatus& one) {
      return !one.isJoined && concurrency_.isNamed(thread, one.key);
    });
    if (!isOurs) continue;
    isJoined = true;
    const std::vector<HeldLock>& held = contexts_.heldSet(at.held);
    std::erase_if(*common, [&](const HeldLock& lock) {
      return !lock.isCertain || isMark(lock) ||
             std::none_of(held.begin(), held.end(), [&](const HeldLock& other) {
               return other.lock == lock.lock && other.mode == lock.mode && other.isCertain;
             });
    });
  }
  return isJoined ? *common : std::vector<HeldLock>{};
}

// A name that may mean several objects.
bool ExclusionTest::isVague(PathId lock) const {
  const Paths& paths = contexts_.program().paths();
  if (lock == kUnknownPath || paths.hasElements(lock)) return true;
  switch (paths.rootKind(lock)) {
    case Root::Global:
      // Just a pointer to a lock, which may be that of any object.
      return !paths.isRoot(lock) && paths.lastStep(lock) == StepKind::Deref;
    case Root::Class:
      return false;
    case Root::Object: {
      const ObjectOrigin& origin = contexts_.object(paths.rootNumber(lock));
      return origin.root == Root::Phi || origin.root == Root::Stale ||
             (origin.root == Root::Result &&
              !contexts_.program()[origin.function].isFresh[origin.number]);
    }
    default:
      return true;
  }
}

// Fields of different names are different locks, whatever objects they are in; so are variables.
bool ExclusionTest::canBeOne(PathId x, PathId y) const {
  const Paths& paths = contexts_.program().paths();
  const auto declared = [&](PathId path) -> std::optional<std::pair<bool, std::uint32_t>> {
    if (path == kUnknownPath) return std::nullopt;
    while (!paths.isRoot(path) && paths.lastStep(path) != StepKind::Field &&
           paths.lastStep(path) != StepKind::Deref)
      path = paths.parent(path);
    if (paths.isRoot(path)) {
      if (paths.rootKind(path) != Root::Global) return std::nullopt;
      return std::pair{false, paths.rootNumber(path)};
    }
    if (paths.lastStep(path) != StepKind::Field || paths.lastNumber(path) >= kPseudoFields)
      return std::nullopt;
    return std::pair{true, paths.lastNumber(path)};
  };
  const auto ofX = declared(x);
  const auto ofY = declared(y);
  return !ofX || !ofY || *ofX == *ofY;
}

Exclusion ExclusionTest::byLocks(const Side& a, const Side& b) const {
  const std::vector<HeldLock>& ofA = contexts_.heldSet(a.at->held);
  const std::vector<HeldLock>& ofB = contexts_.heldSet(b.at->held);
  bool isPerhaps = false;
  for (const HeldLock& x : ofA) {
    for (const HeldLock& y : ofB) {
      if (x.lock != y.lock || x.lock == kUnknownPath || !blockEachOther(x, y)) continue;
      const Paths& paths = contexts_.program().paths();
      if (x.isCertain && y.isCertain && !paths.hasElements(x.lock)) return Exclusion::Lock;
      isPerhaps = true;
    }
  }
  // What the creator holds all the child's life excludes others that take it.
  const auto isGuarded = [&](ThreadIndex guarded, ThreadIndex other,
                             const std::vector<HeldLock>& held) {
    const std::vector<ThreadIndex>& creators = concurrency_.creators(guarded);
    if (std::find(creators.begin(), creators.end(), other) != creators.end()) return false;
    const auto& guards = guards_[index(guarded)];
    return std::any_of(guards.begin(), guards.end(), [&](const HeldLock& guard) {
      return std::any_of(held.begin(), held.end(), [&](const HeldLock& one) {
        return one.lock == guard.lock && one.isCertain && blockEachOther(one, guard);
      });
    });
  };
  if (isGuarded(a.thread, b.thread, ofB) || isGuarded(b.thread, a.thread, ofA))
    return Exclusion::Lock;
  if (isPerhaps) return Exclusion::Perhaps;
  // Two locks of one class whose objects are not known may be one.
  for (const HeldLock& x : ofA)
    for (const HeldLock& y : ofB)
      if (!isMark(x) && !isMark(y) && (isVague(x.lock) || isVague(y.lock)) &&
          canBeOne(x.lock, y.lock))
        return Exclusion::Perhaps;
  return Exclusion::None;
}

// `before`'s thread signals, after the access, what `after`'s thread has waited for.
bool ExclusionTest::isOrdered(const Side& before, const Side& after) const {
  const FunctionId function = contexts_[before.at->node].function;
  const std::uint32_t op = contexts_.pointOf(*before.at).op;
  for (const HeldLock& held : contexts_.heldSet(after.at->held)) {
    if (!isMark(held) && held.kind != LockKind::Semaphore) continue;
    const auto known = signals_.find({before.thread, held.lock});
    if (known == signals_.end()) continue;
    for (const Signalled& signal : known->second)
      if (signal.function != function || signal.op > op) return true;
  }
  return false;
}

Exclusion ExclusionTest::operator()(const Side& a, const Side& b) const {
  const Exclusion locks = byLocks(a, b);
  if (locks != Exclusion::None) return locks;
  return isOrdered(a, b) || isOrdered(b, a) ? Exclusion::Perhaps : Exclusion::None;
}

}  // namespace gordian::analyzer
