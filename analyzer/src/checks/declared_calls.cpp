// Calls of functions that are declared to need a lock held (REQUIRES: GD401) or not held (EXCLUDES:
// GD102), or that assert first of all that it is held (GD401).
#include <algorithm>

#include "check.hpp"
#include "declared_lock.hpp"

namespace gordian::analyzer {
namespace {

class DeclaredCalls {
 public:
  explicit DeclaredCalls(const CheckInput& input)
      : contexts_(input.contexts),
        describe_(input.describe),
        declarations_(input.contexts.program().declarations()),
        beliefs_(input.beliefs),
        handler_(input.handler),
        test_(input.describe) {
    findDoubleLocks();
    findAssertions();
  }

  void look(NodeId node);

 private:
  // Calls of one function that give it the same names and hold the same locks.
  struct Entry {
    NodeId node{};
    FunctionId function{};
    ScopeId scope{};
    std::uint32_t given = 0;
    std::span<const CallerEdge> callers;
  };
  // What a function needs: as it is declared, or as it asserts.
  struct Need {
    DeclaredLock lock;
    PathId named{};
    Holding holding{};
    bool isAsserted = false;
  };

  void findDoubleLocks();
  void findAssertions();
  bool isNobodys(PathId lock) const;
  bool needsLocks(FunctionId function);
  const std::vector<DeclaredLock>& assertedBy(FunctionId function);
  void lookAt(const Entry& entry);
  Holding holdingOfAsserted(const Entry& entry, const DeclaredLock& lock);
  void tellMissing(const Entry& entry, const Need& need);
  bool isUnseen(const Entry& entry, const Need& need) const;
  std::string reasonOf(const Entry& entry, const Need& need) const;
  void tellExcluded(const Entry& entry, const DeclaredLock& lock, PathId named);
  // For people: as it is declared.
  std::string nameOf(const Entry& entry, const DeclaredLock& lock) const {
    return describe_.name(contexts_.canonical(entry.scope, lock.lock));
  }
  bool isOfInterest(const CallerEdge& edge) const;
  bool isOfGuard(NodeId caller, const Entry& entry, const DeclaredLock& lock) const;
  std::uint32_t opOf(const CallerEdge& edge) const {
    return contexts_.program()[contexts_[edge.node].function].points[edge.point].op;
  }

  Contexts& contexts_;
  const Describe& describe_;
  const Declarations& declarations_;
  const GuardBeliefs& beliefs_;
  FindingHandler& handler_;
  DeclaredLockTest test_;
  std::map<FunctionId, std::vector<DeclaredLock>> asserted_;  // at the beginning
  std::set<std::string> heldBySomebody_;  // locks, by class: who asserts was called with them
  // Nodes from which a held lock is asked for again: that is told where it happens.
  std::set<std::pair<NodeId, PathId>> doubleLocks_;
};

void DeclaredCalls::findDoubleLocks() {
  std::vector<std::pair<NodeId, PathId>> open;
  const auto reach = [&](NodeId node, PathId lock) {
    if (doubleLocks_.emplace(node, lock).second) open.emplace_back(node, lock);
  };
  for (const Occurrence& at : contexts_.of(PointKind::Acquire)) {
    const Point& point = contexts_.pointOf(at);
    if (point.insistence != Insistence::Blocking || point.lockKind == LockKind::RecursiveMutex)
      continue;
    for (const HeldLock& held : contexts_.heldSet(at.held))
      if (held.lock == at.path && held.isCertain) reach(at.node, at.path);
  }
  while (!open.empty()) {
    const auto [node, lock] = open.back();
    open.pop_back();
    for (const CallerEdge& edge : contexts_[node].callers) reach(edge.node, lock);
  }
}

// Written by somebody who wants to know.
bool DeclaredCalls::isOfInterest(const CallerEdge& edge) const {
  const FunctionId caller = contexts_[edge.node].function;
  return !declarations_.isUnanalysed(caller) && !describe_.isSystem(caller, opOf(edge));
}

// A guard that has its lock, or has none, has it from its making to its end: whoever calls a
// function of it has made one.
bool DeclaredCalls::isOfGuard(NodeId caller, const Entry& entry, const DeclaredLock& lock) const {
  const LinkedProgram& linked = contexts_.program();
  const RecordId record = linked.program().classOf(contexts_[caller].function);
  if (record == kNoRecord) return false;
  const Paths& paths = linked.paths();
  const PathId member = declarations_.taken(lock.lock, entry.function);
  const auto isField = [&](PathId path, PathId other) {
    return !paths.isRoot(other) && paths.lastStep(path) == StepKind::Field &&
           paths.lastStep(other) == StepKind::Field &&
           paths.lastNumber(path) == paths.lastNumber(other);
  };
  const auto keepsIt = [&](const Exit& exit) {
    return std::any_of(exit.acquired.begin(), exit.acquired.end(), [&](const Held& held) {
      return !held.isBelieved && held.lock != kUnknownPath && !paths.isRoot(held.lock) &&
             (isField(held.lock, lock.lock) || isField(held.lock, member));
    });
  };
  for (std::size_t i = 0; i < linked.program().functions().size(); ++i) {
    const auto id = static_cast<FunctionId>(i);
    if (linked.program().classOf(id) != record || !linked.hasBody(id)) continue;
    const std::vector<Exit>& exits = linked[id].summary.exits;
    if ((linked.body(id).source->flags & kConstructor) != 0 &&
        std::any_of(exits.begin(), exits.end(), keepsIt))
      return true;
  }
  return false;
}

bool DeclaredCalls::isNobodys(PathId lock) const {
  return lock == kUnknownPath || contexts_.program().paths().rootKind(lock) == Root::Private;
}

// An assertion on one of several ways says nothing of the others.
const std::vector<DeclaredLock>& DeclaredCalls::assertedBy(FunctionId function) {
  const auto [known, isNew] = asserted_.try_emplace(function);
  if (!isNew) return known->second;
  const LinkedProgram& program = contexts_.program();
  const Block& first = program.body(function).source->blocks.front();
  std::set<PathId> found;
  for (const HeldSet& set : program[function].heldSets) {
    for (const Held& held : set.held) {
      const bool isFirst = held.isBelieved && held.op < first.firstEvent + first.eventCount;
      const auto& released = set.released;
      const bool isGone = std::find(released.begin(), released.end(), held.lock) != released.end();
      if (isFirst && !isGone && found.insert(held.lock).second)
        known->second.push_back({held.lock, kNoRecord, held.mode});
    }
  }
  return known->second;
}

void DeclaredCalls::findAssertions() {
  for (std::size_t i = 0; i < contexts_.nodes().size(); ++i) {
    const auto node = static_cast<NodeId>(i);
    const ContextNode& at = contexts_[node];
    const Entry entry{node, at.function, at.scope, at.given, {}};
    for (const DeclaredLock& lock : assertedBy(at.function))
      if (holdingOfAsserted(entry, lock) == Holding::Held)
        heldBySomebody_.insert(describe_.className(contexts_.canonical(node, lock.lock)));
  }
}

bool DeclaredCalls::needsLocks(FunctionId function) {
  return !declarations_.required(function).empty() || !declarations_.excluded(function).empty() ||
         !assertedBy(function).empty();
}

// In the general context neither locks nor objects are known: each of its callers knows them.
void DeclaredCalls::look(NodeId node) {
  const ContextNode& at = contexts_[node];
  if (!needsLocks(at.function)) return;
  if (!at.isGeneral) return lookAt({node, at.function, at.scope, at.given, at.callers});
  for (const CallerEdge& edge : at.callers) {
    const ContextNode& caller = contexts_[edge.node];
    if (caller.isGeneral) continue;
    const Point& point = contexts_.program()[caller.function].points[edge.point];
    lookAt({node,
            at.function,
            contexts_.scopeAt(edge, at.function),
            contexts_.heldAt(edge.node, point.held),
            {&edge, 1}});
  }
}

void DeclaredCalls::lookAt(const Entry& entry) {
  if (entry.callers.empty()) return;
  for (const DeclaredLock& lock : declarations_.required(entry.function)) {
    const PathId named = contexts_.canonical(entry.scope, declarations_.taken(lock));
    if (isNobodys(named)) continue;
    const Holding holding = test_.holding(entry.given, named, lock.mode);
    if (holding != Holding::Held) tellMissing(entry, {lock, named, holding, false});
  }
  for (const DeclaredLock& lock : declarations_.excluded(entry.function)) {
    const PathId named = contexts_.canonical(entry.scope, declarations_.taken(lock));
    const bool isTold = isNobodys(named) || doubleLocks_.count({entry.node, named}) > 0;
    if (!isTold && test_.holding(entry.given, named, Mode::Shared) == Holding::Held)
      tellExcluded(entry, lock, named);
  }
  if (!declarations_.required(entry.function).empty()) return;
  for (const DeclaredLock& lock : assertedBy(entry.function)) {
    const PathId named =
        contexts_.canonical(entry.scope, declarations_.taken(lock.lock, entry.function));
    if (isNobodys(named)) continue;
    const Holding holding = holdingOfAsserted(entry, lock);
    if (holding != Holding::Held) tellMissing(entry, {lock, named, holding, true});
  }
}

// A guard of the library takes a lock class by its own name, others the member that is locked.
Holding DeclaredCalls::holdingOfAsserted(const Entry& entry, const DeclaredLock& lock) {
  const PathId member = declarations_.taken(lock.lock, entry.function);
  Holding best = Holding::NotHeld;
  for (const PathId name : {lock.lock, member})
    best = std::min(best,
                    test_.holding(entry.given, contexts_.canonical(entry.scope, name), lock.mode));
  return best;
}

// Perhaps it is taken in a way that is not followed.
bool DeclaredCalls::isUnseen(const Entry& entry, const Need& need) const {
  return need.isAsserted && heldBySomebody_.count(describe_.className(
                                contexts_.canonical(entry.scope, need.lock.lock))) == 0;
}

std::string DeclaredCalls::reasonOf(const Entry& entry, const Need& need) const {
  const std::string name = nameOf(entry, need.lock);
  std::string reason = need.isAsserted ? "it asserts first of all that '" + name + "' is held"
                                       : "it is declared to require '" + name + "'";
  if (need.lock.mode == Mode::Shared) reason += ", at least shared";
  if (need.holding == Holding::Perhaps)
    reason += ", and whether that is held on every way here is not known";
  else if (isUnseen(entry, need))
    reason += ", but nobody is seen to hold it who calls such a function";
  return reason;
}

void DeclaredCalls::tellMissing(const Entry& entry, const Need& need) {
  const std::string function = describe_.program()[entry.function].name;
  const std::string name = nameOf(entry, need.lock);
  const bool isDoubtful = need.holding == Holding::Perhaps || isUnseen(entry, need);
  for (const CallerEdge& edge : entry.callers) {
    if (!isOfInterest(edge) || test_.isOfConstruction(edge.node, need.named)) continue;
    if (need.isAsserted && beliefs_.isSetUp(edge.node)) continue;
    if (isOfGuard(edge.node, entry, need.lock)) continue;
    Found finding;
    finding.id = "GD401";
    finding.confidence = isDoubtful ? Confidence::Possible : Confidence::Likely;
    finding.at = describe_.way(edge.node, opOf(edge), kNoThread);
    finding.object = function;
    finding.symbol = describe_.className(need.named);
    finding.message = "'" + function + "' is called " +
                      (need.holding == Holding::SharedOnly ? "with '" + name + "' held shared only"
                                                           : "without '" + name + "'");
    finding.reason = reasonOf(entry, need);
    describe_.add(finding, contexts_.canonical(entry.scope, need.lock.lock));
    finding.notes.push_back(
        {"'" + function + "' begins here", {describe_.source(entry.function, 0)}});
    finding.help = "hold '" + name + "' at the call, or declare the caller with REQUIRES(...)";
    handler_.found(std::move(finding));
  }
}

void DeclaredCalls::tellExcluded(const Entry& entry, const DeclaredLock& lock, PathId named) {
  const std::string function = describe_.program()[entry.function].name;
  for (const CallerEdge& edge : entry.callers) {
    if (!isOfInterest(edge)) continue;
    Found finding;
    finding.id = "GD102";
    finding.confidence = Confidence::Likely;
    const std::span<const ThreadIndex> threads = contexts_[edge.node].reachedBy;
    const ThreadIndex thread = threads.empty() ? kNoThread : threads.front();
    FoundEdge again;
    again.held = again.acquired = describe_.add(finding, named);
    if (thread != kNoThread) again.thread = describe_.add(finding, thread);
    again.acquiredAt = describe_.way(edge.node, opOf(edge), thread);
    const auto origin = describe_.origin(edge.node, edge.point, named, thread);
    again.heldAt = origin ? describe_.way(origin->node, origin->op, thread)
                          : CallPath{describe_.declaration(named)};
    const std::string name = nameOf(entry, lock);
    finding.message =
        "'" + function + "' is called with '" + name + "' held, which it is declared to exclude";
    finding.story = "'" + name + "' is held where '" + function +
                    "' is called, which is declared to be called without it: what it does, or "
                    "waits for, can need it.";
    finding.reason = "EXCLUDES is written at '" + function + "', and the lock is held on every way";
    finding.at = again.acquiredAt;
    finding.edges.push_back(std::move(again));
    finding.help = "release it first, or call a function that expects the lock to be held";
    handler_.found(std::move(finding));
  }
}

}  // namespace

void checkDeclaredCalls(const CheckInput& input) {
  DeclaredCalls calls(input);
  for (std::size_t i = 0; i < input.contexts.nodes().size(); ++i)
    calls.look(static_cast<NodeId>(i));
}

}  // namespace gordian::analyzer
