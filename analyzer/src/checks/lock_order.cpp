// GD101 lock-order-cycle and GD102 double-lock, judged by lockgraph as observed ones are.
#include <gordian/lockgraph/analysis.hpp>

#include <algorithm>
#include <set>
#include <tuple>

#include "check.hpp"
#include "order_choice.hpp"
#include "static_trace.hpp"

namespace gordian::analyzer {
namespace {

using lockgraph::Cycle;
using lockgraph::CycleEdge;
using lockgraph::Dependency;
using lockgraph::DoubleLock;
using lockgraph::LockId;
using lockgraph::Reason;

class LockOrder {
 public:
  LockOrder(const CheckInput& input, const StaticTrace& trace)
      : input_(input),
        describe_(input.describe),
        trace_(trace),
        choice_(input.contexts, input.describe, trace) {
    findBarriers();
  }

  void tell(const Cycle& cycle);
  void tell(const DoubleLock& doubleLock);

 private:
  const Dependency& dependency(std::size_t id) const { return trace_.trace().dependencies[id]; }
  std::size_t add(Found& finding, LockId id);
  FoundEdge edge(Found& finding, LockId held, LockId acquired, std::size_t dependency);
  // The first thing that is not known, or nothing.
  std::string doubtOf(const Cycle& cycle) const;
  std::string doubtOf(std::size_t dependency, LockId held) const;
  static std::string ruling(Reason reason);
  bool canMeet(std::size_t a, std::size_t b) const;
  bool canMeet(const std::vector<CycleEdge>& edges) const;
  bool haveGate(std::size_t a, std::size_t b) const;
  bool findOthers(Cycle& cycle) const;
  // Of one that lockgraph calls likely.
  void grade(const Cycle& cycle, Found& finding) const;
  void findBarriers();
  // One that both wait at, or nothing.
  PathId barrierOf(ThreadIndex a, ThreadIndex b) const;

  const CheckInput& input_;
  const Describe& describe_;
  const StaticTrace& trace_;
  const OrderChoice choice_;
  std::vector<std::pair<LockId, std::size_t>> named_;  // of the finding at hand
  std::set<std::pair<ThreadIndex, PathId>> barriers_;  // who waits at which
};

// Who signals what it awaits, in one call, is a party of a barrier; a latch has one round only, and
// what comes after it is not kept apart.
void LockOrder::findBarriers() {
  std::set<std::tuple<NodeId, std::uint32_t, PathId>> signalled;
  for (const Occurrence& at : input_.contexts.of(PointKind::Signal))
    signalled.emplace(at.node, input_.contexts.pointOf(at).op, at.path);
  for (const Occurrence& at : input_.contexts.of(PointKind::Await)) {
    if (at.path == kUnknownPath) continue;
    const std::uint32_t op = input_.contexts.pointOf(at).op;
    if (signalled.count({at.node, op, at.path}) == 0) continue;
    const LinkedProgram& linked = input_.contexts.program();
    const Body& body = linked.body(input_.contexts[at.node].function);
    if (linked.program()[body.ops[op].callee].name.find("barrier") == std::string::npos) continue;
    for (const ThreadIndex thread : input_.contexts[at.node].reachedBy)
      barriers_.emplace(thread, at.path);
  }
}

PathId LockOrder::barrierOf(ThreadIndex a, ThreadIndex b) const {
  for (const auto& [thread, barrier] : barriers_)
    if (thread == a && barriers_.count({b, barrier}) > 0) return barrier;
  return kUnknownPath;
}

std::string LockOrder::ruling(Reason reason) {
  switch (reason) {
    case Reason::None:
      return "";
    case Reason::GateLock:
      return "a gate lock is held around both";
    case Reason::OneThread:
      return "there are fewer threads than edges";
    case Reason::Ordered:
      return "ordered by create or join";
    case Reason::ReadersOnly:
      return "readers only";
    case Reason::TryOnly:
      return "one of them only tries";
    case Reason::NotYetShared:
      return "a lock is not shared yet";
    case Reason::Timed:
      return "one of them gives up by itself";
    case Reason::Handshake:
      return "the lock comes back from a condition wait";
    case Reason::Passed:
      return "the waiter may wait only for those who have been through the lock";
    case Reason::Counting:
      return "a semaphore that may never run out";
    case Reason::SoftOrder:
      return "one comes after the other by a semaphore or a condition";
    case Reason::Unwoken:
      return "one comes after a condition wait that nobody ends";
  }
  return "";
}

std::size_t LockOrder::add(Found& finding, LockId id) {
  for (const auto& [known, number] : named_)
    if (known == id) return number;
  FoundLock made = describe_.lock(trace_.lock(id));
  const auto isTaken = [&](const std::string& name) {
    return std::any_of(finding.locks.begin(), finding.locks.end(),
                       [&](const FoundLock& lock) { return lock.name == name; });
  };
  // Two objects of one class.
  const std::string name = made.name;
  for (int i = 2; isTaken(made.name); ++i) made.name = name + " #" + std::to_string(i);
  finding.locks.push_back(std::move(made));
  named_.emplace_back(id, finding.locks.size() - 1);
  return finding.locks.size() - 1;
}

FoundEdge LockOrder::edge(Found& finding, LockId held, LockId acquired, std::size_t number) {
  const DependencyOrigin& origin = trace_.origin(number);
  const Dependency& from = dependency(number);
  FoundEdge made;
  made.held = add(finding, held);
  made.acquired = add(finding, acquired);
  made.thread = describe_.add(finding, origin.thread);
  made.mode = from.mode;
  for (const lockgraph::HeldLock& one : from.held)
    if (one.lock == held) made.heldMode = one.mode;
  // Under one name for all of its class: by the one that is held there.
  PathId heldPath = trace_.lock(held);
  for (const HeldLock& one : input_.contexts.heldSet(origin.at.held))
    if (describe_.className(one.lock) == describe_.className(heldPath) &&
        (one.lock == heldPath || !trace_.isExact(held)))
      heldPath = one.lock;
  made.heldAt = describe_.acquisition(origin.at, heldPath, origin.thread);
  made.acquiredAt =
      describe_.way(origin.at.node, input_.contexts.pointOf(origin.at).op, origin.thread);
  return made;
}

std::string LockOrder::doubtOf(std::size_t number, LockId held) const {
  const DependencyOrigin& origin = trace_.origin(number);
  if (trace_.isUncertain(number, held))
    return "'" + describe_.name(trace_.lock(held)) + "' is held on some of the ways only";
  if (input_.contexts[origin.at.node].isGeneral)
    return "'" + input_.describe.program()[input_.contexts[origin.at.node].function].name +
           "' is called in too many ways to tell all apart";
  if (!trace_.isExact(held))
    return "which of the objects '" + describe_.name(trace_.lock(held)) +
           "' belongs to is not known";
  return "";
}

std::string LockOrder::doubtOf(const Cycle& cycle) const {
  for (const CycleEdge& one : cycle.edges) {
    const std::string doubt = doubtOf(index(one.dependency), one.held);
    if (!doubt.empty()) return doubt;
  }
  const auto threadOf = [&](const CycleEdge& one) {
    return trace_.origin(index(one.dependency)).thread;
  };
  for (const CycleEdge& one : cycle.edges)
    for (const CycleEdge& other : cycle.edges)
      if (&one != &other && input_.concurrency.dependsOnCallers(threadOf(one), threadOf(other)))
        return "the threads that call this are not known";
  for (const CycleEdge& one : cycle.edges) {
    if (&one == &cycle.edges.front()) continue;
    const PathId barrier = barrierOf(threadOf(cycle.edges.front()), threadOf(one));
    if (barrier != kUnknownPath)
      return "both wait at '" + describe_.name(barrier) + "', which may keep them apart";
  }
  return "";
}

// Begun and joined are known for each place, which is more than the order of a thread's segments
// tells where the ways to them do not follow each other.
bool LockOrder::canMeet(std::size_t a, std::size_t b) const {
  const DependencyOrigin& x = trace_.origin(a);
  const DependencyOrigin& y = trace_.origin(b);
  if (x.thread == y.thread) return true;
  for (const std::uint32_t statusX : x.statuses)
    for (const std::uint32_t statusY : y.statuses)
      if (input_.concurrency.overlap(x.thread, statusX, y.thread, statusY)) return true;
  return false;
}

bool LockOrder::canMeet(const std::vector<CycleEdge>& edges) const {
  for (std::size_t i = 0; i < edges.size(); ++i)
    for (std::size_t j = i + 1; j < edges.size(); ++j)
      if (!canMeet(index(edges[i].dependency), index(edges[j].dependency))) return false;
  return true;
}

bool LockOrder::haveGate(std::size_t a, std::size_t b) const {
  for (const lockgraph::HeldLock& x : dependency(a).held)
    for (const lockgraph::HeldLock& y : dependency(b).held)
      if (x.lock == y.lock && (x.mode == Mode::Exclusive || y.mode == Mode::Exclusive)) return true;
  return false;
}

// The same circle with one of its edges by somebody else, where those who were named cannot meet.
bool LockOrder::findOthers(Cycle& cycle) const {
  for (CycleEdge& one : cycle.edges) {
    const CycleEdge before = one;
    for (std::size_t i = 0; i < trace_.trace().dependencies.size(); ++i) {
      const Dependency& from = dependency(i);
      const Dependency& known = dependency(index(before.dependency));
      const bool isAlike = from.lock == before.acquired && from.mode == known.mode &&
                           from.acquisition == known.acquisition && from.thread != known.thread &&
                           std::any_of(from.held.begin(), from.held.end(),
                                       [&](const auto& held) { return held.lock == before.held; });
      if (!isAlike) continue;
      const bool isApart =
          std::any_of(cycle.edges.begin(), cycle.edges.end(), [&](const CycleEdge& other) {
            const std::size_t number = index(other.dependency);
            return &other != &one &&
                   (dependency(number).thread == from.thread || haveGate(number, i));
          });
      one.dependency = static_cast<lockgraph::DependencyId>(i);
      if (!isApart && canMeet(cycle.edges)) return true;
    }
    one = before;
  }
  return false;
}

void LockOrder::grade(const Cycle& cycle, Found& finding) const {
  finding.reason = "threads that can overlap take them in opposite order, without a gate lock";
  std::string doubt = doubtOf(cycle);
  if (const FunctionId function = choice_.function(cycle); function != kNoFunction) {
    const std::string name = "'" + describe_.program()[function].name + "'";
    if (choice_.isEitherWay(cycle)) {
      finding.confidence = Confidence::RuledOut;
      finding.decidedBy = Reason::Ordered;
      finding.reason = name + " compares the objects and takes the locks in that order";
      return;
    }
    doubt = name + " compares the objects; in which order it takes the locks then is not known";
  }
  if (doubt.empty()) return;
  finding.confidence = Confidence::Possible;
  finding.reason = doubt;
}

void LockOrder::tell(const Cycle& found) {
  named_.clear();
  Cycle cycle = found;
  const bool canBe = cycle.confidence != Confidence::Likely || canMeet(cycle.edges);
  if (!canBe && !findOthers(cycle)) {
    cycle.confidence = Confidence::RuledOut;
    cycle.reason = Reason::Ordered;
  }
  Found finding;
  finding.id = "GD101";
  finding.confidence = cycle.confidence;
  finding.decidedBy = cycle.reason;
  for (const CycleEdge& one : cycle.edges)
    finding.edges.push_back(edge(finding, one.held, one.acquired, index(one.dependency)));
  finding.message = "potential deadlock ";
  for (const FoundEdge& one : finding.edges)
    finding.message += finding.locks[one.held].name + " -> ";
  finding.message += finding.locks[finding.edges.front().held].name;
  finding.reason = ruling(cycle.reason);
  for (const LockId gate : cycle.gates)
    finding.reason += " ('" + finding.locks[add(finding, gate)].name + "')";
  if (finding.confidence == Confidence::Likely) grade(cycle, finding);
  finding.at = finding.edges.back().acquiredAt;
  finding.help = "take them in one order everywhere, or together with std::scoped_lock";
  input_.handler.found(std::move(finding));
}

void LockOrder::tell(const DoubleLock& doubleLock) {
  named_.clear();
  const std::size_t number = index(doubleLock.dependency);
  const Dependency& from = dependency(number);
  if (doubleLock.isUpgrade) return;  // GD103 is for those who see it run
  Found finding;
  finding.id = "GD102";
  finding.confidence = Confidence::Likely;
  finding.edges.push_back(edge(finding, doubleLock.lock, doubleLock.lock, number));
  const std::string name = finding.locks.front().name;
  finding.message = "'" + name + "' is taken again by the thread that holds it";
  finding.reason = "it is not recursive, and held on every way to this place";
  const PathId path = trace_.lock(doubleLock.lock);
  const bool isSame = !input_.contexts.program().paths().hasElements(path);
  if (trace_.isUncertain(number, doubleLock.lock)) {
    finding.confidence = Confidence::Possible;
    finding.reason = "it is held on some of the ways to this place";
  } else if (!isSame || input_.contexts[trace_.origin(number).at.node].isGeneral) {
    finding.confidence = Confidence::Possible;
    finding.reason = "whether both are the same object is not known";
  } else if (doubleLock.isRefused) {
    finding.confidence = Confidence::Possible;
    finding.reason = "the C library refuses it; whether that is handled is not known";
  }
  finding.at = finding.edges.front().acquiredAt;
  finding.help = "release it first, or call a function that expects the lock to be held";
  if (from.acquisition == lockgraph::Acquisition::Blocking)
    input_.handler.found(std::move(finding));
}

}  // namespace

void checkLockOrder(const CheckInput& input, CheckCounts& counts) {
  const StaticTrace trace(input.contexts, input.concurrency, input.describe);
  const lockgraph::Analysis analysis = lockgraph::analyse(trace.trace());
  counts.locks = trace.lockClasses();
  counts.edges = trace.edges();
  LockOrder order(input, trace);
  for (const Cycle& cycle : analysis.cycles) order.tell(cycle);
  for (const DoubleLock& doubleLock : analysis.doubleLocks) order.tell(doubleLock);
}

}  // namespace gordian::analyzer
