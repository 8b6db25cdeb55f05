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
  void lookForAsserted(NodeId node);
  Holding holdingOfAsserted(NodeId node, const DeclaredLock& lock);
  void tellMissing(NodeId callee, const Need& need);
  bool isUnseen(NodeId callee, const Need& need) const;
  std::string reasonOf(NodeId callee, const Need& need) const;
  void tellExcluded(NodeId callee, const DeclaredLock& lock, PathId named);
  // For people: as it is declared.
  std::string nameOf(NodeId callee, const DeclaredLock& lock) const {
    return describe_.name(contexts_.canonical(callee, lock.lock));
  }
  bool isOfInterest(const CallerEdge& edge) const;
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

bool DeclaredCalls::isNobodys(PathId lock) const {
  return lock == kUnknownPath || contexts_.program().paths().rootKind(lock) == Root::Private;
}

// An assertion on one of several ways says nothing of the others.
void DeclaredCalls::findAssertions() {
  const LinkedProgram& program = contexts_.program();
  for (std::size_t i = 0; i < contexts_.nodes().size(); ++i) {
    const auto node = static_cast<NodeId>(i);
    const FunctionId function = contexts_[node].function;
    const auto [known, isNew] = asserted_.try_emplace(function);
    if (isNew) {
      const Block& first = program.body(function).source->blocks.front();
      std::set<PathId> found;
      for (const HeldSet& set : program[function].heldSets) {
        for (const Held& held : set.held) {
          const bool isFirst = held.isBelieved && held.op < first.firstEvent + first.eventCount;
          const auto& released = set.released;
          const bool isGone =
              std::find(released.begin(), released.end(), held.lock) != released.end();
          if (isFirst && !isGone && found.insert(held.lock).second)
            known->second.push_back({held.lock, kNoRecord, held.mode});
        }
      }
    }
    for (const DeclaredLock& lock : known->second)
      if (holdingOfAsserted(node, lock) == Holding::Held)
        heldBySomebody_.insert(describe_.className(contexts_.canonical(node, lock.lock)));
  }
}

void DeclaredCalls::look(NodeId node) {
  const ContextNode& at = contexts_[node];
  if (at.callers.empty() || at.isGeneral) return;
  for (const DeclaredLock& lock : declarations_.required(at.function)) {
    const PathId named = contexts_.canonical(node, declarations_.taken(lock));
    if (isNobodys(named)) continue;
    const Holding holding = test_.holding(at.given, named, lock.mode);
    if (holding != Holding::Held) tellMissing(node, {lock, named, holding, false});
  }
  for (const DeclaredLock& lock : declarations_.excluded(at.function)) {
    const PathId named = contexts_.canonical(node, declarations_.taken(lock));
    const bool isTold = isNobodys(named) || doubleLocks_.count({node, named}) > 0;
    if (!isTold && test_.holding(at.given, named, Mode::Shared) == Holding::Held)
      tellExcluded(node, lock, named);
  }
  if (declarations_.required(at.function).empty()) lookForAsserted(node);
}

// A guard of the library takes a lock class by its own name, others the member that is locked.
Holding DeclaredCalls::holdingOfAsserted(NodeId node, const DeclaredLock& lock) {
  const ContextNode& at = contexts_[node];
  const PathId member = declarations_.taken(lock.lock, at.function);
  Holding best = Holding::NotHeld;
  for (const PathId name : {lock.lock, member})
    best = std::min(best, test_.holding(at.given, contexts_.canonical(node, name), lock.mode));
  return best;
}

void DeclaredCalls::lookForAsserted(NodeId node) {
  const ContextNode& at = contexts_[node];
  for (const DeclaredLock& lock : asserted_[at.function]) {
    const PathId named = contexts_.canonical(node, declarations_.taken(lock.lock, at.function));
    if (isNobodys(named)) continue;
    const Holding holding = holdingOfAsserted(node, lock);
    if (holding != Holding::Held) tellMissing(node, {lock, named, holding, true});
  }
}

// Perhaps it is taken in a way that is not followed.
bool DeclaredCalls::isUnseen(NodeId callee, const Need& need) const {
  return need.isAsserted &&
         heldBySomebody_.count(describe_.className(contexts_.canonical(callee, need.lock.lock))) ==
             0;
}

std::string DeclaredCalls::reasonOf(NodeId callee, const Need& need) const {
  const std::string name = nameOf(callee, need.lock);
  std::string reason = need.isAsserted ? "it asserts first of all that '" + name + "' is held"
                                       : "it is declared to require '" + name + "'";
  if (need.lock.mode == Mode::Shared) reason += ", at least shared";
  if (need.holding == Holding::Perhaps)
    reason += ", and whether that is held on every way here is not known";
  else if (isUnseen(callee, need))
    reason += ", but nobody is seen to hold it who calls such a function";
  return reason;
}

void DeclaredCalls::tellMissing(NodeId callee, const Need& need) {
  const std::string function = describe_.program()[contexts_[callee].function].name;
  const std::string name = nameOf(callee, need.lock);
  const bool isDoubtful = need.holding == Holding::Perhaps || isUnseen(callee, need);
  for (const CallerEdge& edge : contexts_[callee].callers) {
    if (!isOfInterest(edge) || test_.isOfConstruction(edge.node, need.named)) continue;
    if (need.isAsserted && beliefs_.isSetUp(edge.node)) continue;
    Found finding;
    finding.id = "GD401";
    finding.confidence = isDoubtful ? Confidence::Possible : Confidence::Likely;
    finding.at = describe_.way(edge.node, opOf(edge), kNoThread);
    finding.object = function;
    finding.symbol = describe_.className(need.named);
    finding.message = "'" + function + "' is called " +
                      (need.holding == Holding::SharedOnly ? "with '" + name + "' held shared only"
                                                           : "without '" + name + "'");
    finding.reason = reasonOf(callee, need);
    describe_.add(finding, contexts_.canonical(callee, need.lock.lock));
    finding.notes.push_back(
        {"'" + function + "' begins here", {describe_.source(contexts_[callee].function, 0)}});
    finding.help = "hold '" + name + "' at the call, or declare the caller with REQUIRES(...)";
    handler_.found(std::move(finding));
  }
}

void DeclaredCalls::tellExcluded(NodeId callee, const DeclaredLock& lock, PathId named) {
  const std::string function = describe_.program()[contexts_[callee].function].name;
  for (const CallerEdge& edge : contexts_[callee].callers) {
    if (!isOfInterest(edge)) continue;
    Found finding;
    finding.id = "GD102";
    finding.confidence = Confidence::Likely;
    const std::vector<ThreadIndex>& threads = contexts_[edge.node].reachedBy;
    const ThreadIndex thread = threads.empty() ? kNoThread : threads.front();
    FoundEdge again;
    again.held = again.acquired = describe_.add(finding, named);
    if (thread != kNoThread) again.thread = describe_.add(finding, thread);
    again.acquiredAt = describe_.way(edge.node, opOf(edge), thread);
    const auto origin = describe_.origin(edge.node, edge.point, named, thread);
    again.heldAt = origin ? describe_.way(origin->node, origin->op, thread)
                          : CallPath{describe_.declaration(named)};
    const std::string name = nameOf(callee, lock);
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
