#include "static_trace.hpp"

#include <algorithm>

namespace gordian::analyzer {

using lockgraph::Acquisition;
using lockgraph::Dependency;
using lockgraph::LockId;
using lockgraph::ThreadId;

namespace {

constexpr std::size_t kMaxDependencies = 1'000'000;

Acquisition acquisitionOf(Insistence insistence) {
  switch (insistence) {
    case Insistence::Blocking:
      return Acquisition::Blocking;
    case Insistence::Timed:
      return Acquisition::Timed;
    case Insistence::Try:
      return Acquisition::Try;
  }
  return Acquisition::Blocking;
}

}  // namespace

StaticTrace::StaticTrace(Contexts& contexts, const Concurrency& concurrency,
                         const Describe& describe)
    : contexts_(contexts), concurrency_(concurrency), describe_(describe) {
  addThreads();
  trace_.notices.emplace_back().isLastOfAll = true;  // that none are known tells nothing
  addOrder();
  addDependencies();
}

void StaticTrace::addThreads() {
  for (std::size_t i = 0; i < contexts_.threads().size(); ++i) {
    const auto thread = static_cast<ThreadIndex>(i);
    const bool isSeveral =
        contexts_[thread].kind == ThreadKind::Callers || concurrency_.overlapsItself(thread);
    firstInstance_.push_back(static_cast<std::uint32_t>(trace_.threads.size()));
    instances_.push_back(isSeveral ? 2 : 1);
    trace_.threads.resize(trace_.threads.size() + instances_.back());
  }
}

ThreadId StaticTrace::instance(ThreadIndex thread, std::size_t number) const {
  const std::uint32_t last = instances_[index(thread)] - 1;
  return static_cast<ThreadId>(firstInstance_[index(thread)] +
                               std::min<std::uint32_t>(static_cast<std::uint32_t>(number), last));
}

// A lock that several objects of the program may be.
bool StaticTrace::isAnonymous(PathId lock) const {
  const Paths& paths = contexts_.program().paths();
  if (paths.hasElements(lock)) return true;
  switch (paths.rootKind(lock)) {
    case Root::Global:
      return false;
    case Root::Object: {
      const ObjectOrigin& origin = contexts_.object(paths.rootNumber(lock));
      if (origin.root == Root::Local) return paths.hasDeref(lock);
      if (origin.root != Root::Result) return true;
      const Body& body = contexts_.program().body(origin.function);
      return !contexts_.program()[origin.function].isFresh[origin.number] ||
             body.ops[origin.number].has(kInLoop);
    }
    default:
      return true;
  }
}

LockId StaticTrace::lockId(PathId lock, LockKind kind, std::uint32_t number) {
  const bool isExact = !isAnonymous(lock);
  // One of its class stands for all.
  const std::string name = describe_.className(lock);
  const auto [group, isNewClass] =
      classes_.emplace(name, static_cast<std::uint32_t>(classes_.size()));
  const PathId key = isExact ? lock : kUnknownPath;
  const std::uint32_t which = isExact ? 0 : group->second * 2 + number;
  const auto [place, isNew] =
      lockIds_.emplace(std::pair{key, which}, static_cast<LockId>(trace_.locks.size()));
  if (isNew) {
    trace_.locks.emplace_back();
    trace_.locks.back().kind = kind;
    trace_.locks.back().lockClass = group->second;
    paths_.push_back(lock);
    isExact_.push_back(isExact);
  }
  return place->second;
}

std::uint32_t StaticTrace::segmentOf(ThreadIndex thread, std::uint32_t status) const {
  const auto& known = segments_[index(thread)];
  const auto place = known.find(status);
  return place == known.end() ? 0 : place->second;
}

void StaticTrace::addDependencies() {
  for (const Occurrence& at : contexts_.of(PointKind::Acquire)) {
    if (at.path == kUnknownPath) continue;
    for (const ThreadIndex thread : contexts_[at.node].reachedBy) {
      if (contexts_[thread].kind == ThreadKind::Handler) continue;
      if (trace_.dependencies.size() >= kMaxDependencies) return;
      addDependency(at, thread);
    }
  }
}

void StaticTrace::addDependency(const Occurrence& at, ThreadIndex thread) {
  const Point& point = contexts_.pointOf(at);
  Dependency dependency;
  bool isHeld = false;
  bool hasTwin = false;
  const bool isKnownLock = !isAnonymous(at.path);
  for (const HeldLock& held : contexts_.heldSet(at.held)) {
    if (isMark(held) || held.lock == kUnknownPath) continue;
    if (held.lock == at.path) {
      // Some element and some element are two, unless the function itself says the same index.
      if (isKnownLock || point.has(kReentrant) || !contexts_.program().paths().hasElements(at.path))
        isHeld = true;
      else
        hasTwin = true;
      if (!isHeld) continue;
      if (!held.isCertain) return;  // perhaps not held at all
    } else if (!isKnownLock && isAnonymous(held.lock) &&
               describe_.className(held.lock) == describe_.className(at.path)) {
      hasTwin = true;
      continue;
    }
    lockgraph::HeldLock entry;
    entry.lock = lockId(held.lock, held.kind);
    entry.mode = held.mode;
    const bool isListed =
        std::any_of(dependency.held.begin(), dependency.held.end(),
                    [&](const lockgraph::HeldLock& one) { return one.lock == entry.lock; });
    if (!isListed) dependency.held.push_back(entry);
  }
  dependency.lock = lockId(at.path, point.lockKind);
  dependency.mode = point.mode;
  dependency.acquisition = acquisitionOf(point.insistence);
  dependency.afterWait = point.has(kAfterWait);
  // A lock in a loop that runs over objects is another one each time.
  dependency.reentrant = isHeld;
  if (hasTwin) addAnonymousPair(at, thread, at.path);
  if (dependency.held.empty()) return;
  emit(std::move(dependency), at, thread);
}

// Two of a class, in whatever order their owners come along.
void StaticTrace::addAnonymousPair(const Occurrence& at, ThreadIndex thread, PathId lock) {
  const Point& point = contexts_.pointOf(at);
  for (const std::uint32_t first : {0U, 1U}) {
    Dependency dependency;
    dependency.lock = lockId(lock, point.lockKind, 1 - first);
    dependency.mode = point.mode;
    dependency.acquisition = acquisitionOf(point.insistence);
    lockgraph::HeldLock held;
    held.lock = lockId(lock, point.lockKind, first);
    held.mode = point.mode;
    dependency.held.push_back(held);
    for (const HeldLock& other : contexts_.heldSet(at.held)) {
      if (isMark(other) || other.lock == kUnknownPath || isAnonymous(other.lock)) continue;
      held.lock = lockId(other.lock, other.kind);
      held.mode = other.mode;
      dependency.held.push_back(held);
    }
    emit(std::move(dependency), at, thread);
  }
}

void StaticTrace::emit(Dependency dependency, const Occurrence& at, ThreadIndex thread) {
  const std::uint32_t segment = segmentOf(thread, at.threads);
  std::vector<std::uint32_t> key{static_cast<std::uint32_t>(thread),
                                 static_cast<std::uint32_t>(dependency.lock),
                                 static_cast<std::uint32_t>(dependency.mode),
                                 static_cast<std::uint32_t>(dependency.acquisition)};
  for (const lockgraph::HeldLock& held : dependency.held) {
    key.push_back(static_cast<std::uint32_t>(held.lock));
    key.push_back(static_cast<std::uint32_t>(held.mode));
    edges_.emplace(trace_.locks[index(held.lock)].lockClass,
                   trace_.locks[index(dependency.lock)].lockClass);
  }
  const auto [known, isNew] = known_.emplace(std::move(key), trace_.dependencies.size());
  for (std::size_t i = 0; i < instances_[index(thread)]; ++i) {
    if (isNew) {
      Dependency made = dependency;
      made.thread = instance(thread, i);
      made.stack = static_cast<lockgraph::StackId>(trace_.dependencies.size() + 1);
      for (std::size_t h = 0; h < made.held.size(); ++h)
        made.held[h].serial = static_cast<std::uint32_t>(h + 1);
      for (const HeldLock& held : contexts_.heldSet(at.held))
        if (!held.isCertain && held.lock != kUnknownPath && !isMark(held))
          uncertain_.emplace(trace_.dependencies.size(), lockId(held.lock, held.kind));
      trace_.dependencies.push_back(std::move(made));
      origins_.push_back({at, thread, {}});
    }
    std::vector<std::uint32_t>& statuses = origins_[known->second + i].statuses;
    if (std::find(statuses.begin(), statuses.end(), at.threads) == statuses.end())
      statuses.push_back(at.threads);
    Dependency& stored = trace_.dependencies[known->second + i];
    const bool isSeen =
        std::any_of(stored.occurrences.begin(), stored.occurrences.end(),
                    [&](const lockgraph::Occurrence& one) { return one.segment == segment; });
    if (!isSeen) stored.occurrences.push_back({segment, 0});
  }
}

bool StaticTrace::isUncertain(std::size_t dependency, LockId held) const {
  return uncertain_.count({dependency, held}) > 0;
}

}  // namespace gordian::analyzer
