// Which accesses tell what guards a datum, and under which locks they are made.
#include <algorithm>
#include <optional>
#include <unordered_map>

#include "function_names.hpp"
#include "guard_beliefs.hpp"

namespace gordian::analyzer {
namespace {

constexpr std::size_t kMaxWays = 12;  // to one place

}  // namespace

void GuardBeliefs::collect(const SharedData& data) {
  const std::set<Datum> guarded = guardedSomewhere(data);
  if (guarded.empty()) return;
  std::unordered_map<PathId, std::optional<Datum>> known;
  for (const Occurrence* at : data.accesses()) {
    if (isExcluded(*at)) continue;
    const auto [place, isNew] = known.try_emplace(at->path);
    std::optional<Datum>& datum = place->second;
    if (isNew && (!datumOf(at->path, datum.emplace()) || guarded.count(*datum) == 0)) datum.reset();
    if (datum && counts(*at)) add(*at, *datum);
  }
}

bool GuardBeliefs::isExcluded(const Occurrence& at) const {
  const Point& point = contexts_.pointOf(at);
  return point.has(kAtomically) || point.has(kInitialising);
}

// What is never accessed under a lock is believed to be guarded by none, however often it is.
std::set<Datum> GuardBeliefs::guardedSomewhere(const SharedData& data) const {
  std::set<Datum> guarded;
  for (const Occurrence* at : data.accesses()) {
    const std::vector<HeldLock>& held = contexts_.heldSet(at->held);
    Datum datum;
    if (held.empty() || isExcluded(*at) || !datumOf(at->path, datum)) continue;
    const bool isGuarded = std::any_of(held.begin(), held.end(), [&](const HeldLock& lock) {
      Guard guard;
      return canGuard(lock) && guardOf(datum, lock.lock, guard);
    });
    if (isGuarded) guarded.insert(datum);
  }
  return guarded;
}

bool GuardBeliefs::canGuard(const HeldLock& lock) {
  return lock.isCertain && !isMark(lock) && lock.kind != LockKind::Semaphore;
}

// Behind what a lambda captured, of which it is not known what it is: the lambda is called by a
// library function.
bool GuardBeliefs::isThroughCapture(PathId path) const {
  const Paths& paths = contexts_.program().paths();
  for (; !paths.isRoot(path); path = paths.parent(path))
    if (describe_.isCapture(path)) return true;
  return false;
}

void GuardBeliefs::add(const Occurrence& at, const Datum& datum) {
  const Point& point = contexts_.pointOf(at);
  const ContextNode& node = contexts_[at.node];
  Group& group = groups_[datum];
  std::set<Guard> guards;
  const Paths& paths = contexts_.program().paths();
  bool isVague = node.isGeneral;
  for (const HeldLock& held : contexts_.heldSet(at.held)) {
    Guard guard;
    if (isMark(held) || held.kind == LockKind::Semaphore) continue;
    isVague |= !held.isCertain || paths.hasElements(held.lock);
    if (!held.isCertain || !guardOf(datum, held.lock, guard)) continue;
    guards.insert(guard);
    group.locks.emplace(guard, wholeLock(held.lock));
  }
  // What is held is not known, or nothing is needed.
  if (guards.empty() && (isVague || asksForLock(node.function) || isSetUp(at.node))) return;
  const bool isWrite = point.has(kWrites);
  const LinkedLocation location = contexts_.program().locationOf(node.function, point.op);
  const Declared line{static_cast<std::uint32_t>(location.file), location.line, 0};
  Seen& seen = group.places[line];
  seen.function = node.function;
  seen.isWrite |= isWrite;
  // Contexts that the same threads reach with the same locks say the same.
  for (Way& way : seen.ways)
    if (way.at->threads == at.threads && way.guards == guards &&
        contexts_[way.at->node].reachedBy.data() == node.reachedBy.data() &&
        contexts_.pointOf(*way.at).has(kWrites) == isWrite)
      return way.nodes.push_back(at.node);
  if (seen.ways.size() == kMaxWays) return;
  seen.ways.insert(isWrite ? seen.ways.begin() : seen.ways.end(),
                   {&at, std::move(guards), {at.node}});
}

// Says by an annotation, an assertion or its name that the lock is its caller's business.
bool GuardBeliefs::asksForLock(FunctionId function) const {
  const auto [known, isNew] = asksForLock_.emplace(function, false);
  if (!isNew) return known->second;
  const LinkedProgram& program = contexts_.program();
  const FunctionInfo& info = program.program()[function];
  bool asks = namesHeldLock(info.name);
  for (const DeclaredCapability& one : info.capabilities) {
    const Capability::Kind kind = one.capability->kind;
    asks |= kind == Capability::Kind::Requires || kind == Capability::Kind::RequiresShared ||
            kind == Capability::Kind::NoAnalysis;
  }
  for (const Op& op : program.body(function).ops) {
    if (asks) break;
    if (op.kind != EventKind::Call || op.callee == kNoFunction) continue;
    std::string name = program.program()[op.callee].name;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    asks = name.find("assert") != std::string::npos &&
           (name.find("held") != std::string::npos || name.find("lock") != std::string::npos);
  }
  return asksForLock_[function] = asks;
}

bool GuardBeliefs::isSetUp(NodeId node) const {
  const auto [known, isNew] = isSetUp_.emplace(node, true);
  if (!isNew) return known->second;
  const ContextNode& at = contexts_[node];
  const LinkedProgram& program = contexts_.program();
  const std::uint16_t flags = program.body(at.function).source->flags;
  const bool isItself = (flags & (kConstructor | kDestructor | kInitialiser)) != 0 ||
                        namesSetUp(program.program()[at.function].name);
  const bool result =
      isItself || (!at.callers.empty() &&
                   std::all_of(at.callers.begin(), at.callers.end(),
                               [&](const CallerEdge& edge) { return isSetUp(edge.node); }));
  return isSetUp_[node] = result;
}

bool GuardBeliefs::counts(const Occurrence& at) const {
  if (isThroughCapture(at.path)) return false;
  const ContextNode& node = contexts_[at.node];
  // No other thread runs: not yet, or not any more.
  const std::vector<ThreadStatus>& begun = contexts_.threadSet(at.threads);
  const bool isAlone = std::all_of(begun.begin(), begun.end(), [](const ThreadStatus& one) {
    return one.isJoined && !one.isPerhaps;
  });
  const bool isMainOnly =
      std::all_of(node.reachedBy.begin(), node.reachedBy.end(),
                  [&](ThreadIndex thread) { return contexts_[thread].kind == ThreadKind::Main; });
  return !(isAlone && isMainOnly);
}

}  // namespace gordian::analyzer
