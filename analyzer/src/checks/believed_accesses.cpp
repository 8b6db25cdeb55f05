// GD401 unguarded-access, by belief: most places hold one lock of the same object, and this one
// does not; or most calls of a function that leaves the lock to its callers do, and this one does
// not. Which threads run them need not be known, so it works for libraries, too.
#include <algorithm>
#include <set>

#include "check.hpp"

namespace gordian::analyzer {
namespace {

constexpr std::size_t kMaxListed = 12;  // accesses of one finding
constexpr std::size_t kMinHolding = 3;
constexpr double kLikelyShare = 0.8;
constexpr std::size_t kLikelyHolding = 4;
constexpr std::size_t kLikelyFunctions = 3;
constexpr int kMaxCallers = 16;

using Belief = GuardBeliefs::Belief;

class BeliefCheck {
 public:
  BeliefCheck(const CheckInput& input, const ObjectsTold& told)
      : input_(input), contexts_(input.contexts), told_(told) {}

  void judge(const Datum& datum, const Belief& belief);

 private:
  struct Stray {
    const Occurrence* at = nullptr;
    bool isWrite = false;
    std::string doubt;  // empty: likely
  };

  bool isStrong(const Belief& belief) const;
  Stray strayOf(const Belief& belief, const GuardBeliefs::Place& place) const;
  std::string doubtOf(const Belief& belief, const Occurrence& at) const;
  bool isOfContainer(const Occurrence& at) const;
  bool locksItself(const Occurrence& at, const Guard& guard) const;
  FunctionId callerFromOutside(NodeId node, std::set<NodeId>& seen) const;
  void tell(const Datum& datum, const Belief& belief, const std::vector<Stray>& strays) const;
  void tellCalls(const Datum& datum, const Belief& belief, const GuardBeliefs::Place& place) const;
  static std::string numbers(const Belief& belief, const std::string& lock);

  const CheckInput& input_;
  Contexts& contexts_;
  const ObjectsTold& told_;
};

bool BeliefCheck::isStrong(const Belief& belief) const {
  return belief.share >= std::max(kLikelyShare, input_.settings.guardMajority) &&
         belief.holding >= kLikelyHolding && belief.holdingFunctions >= kLikelyFunctions;
}

// A whole container: reading its size or an element while others change it is never harmless.
bool BeliefCheck::isOfContainer(const Occurrence& at) const {
  const Paths& paths = contexts_.program().paths();
  PathId path = at.path;
  if (!paths.isRoot(path) && paths.hasElements(path)) {
    while (!paths.isRoot(path) && paths.lastStep(path) != StepKind::Field)
      path = paths.parent(path);
  }
  return input_.describe.isContainer(path);
}

// The function takes the lock elsewhere: its callers cannot hold it.
bool BeliefCheck::locksItself(const Occurrence& at, const Guard& guard) const {
  Datum datum;
  const FunctionFacts& facts = contexts_.program()[contexts_[at.node].function];
  return input_.beliefs.datumOf(at.path, datum) &&
         std::any_of(facts.points.begin(), facts.points.end(), [&](const Point& point) {
           Guard taken;
           return point.kind == PointKind::Acquire && !point.has(kAfterWait) &&
                  input_.beliefs.guardOf(datum, contexts_.canonical(at.node, point.path), taken) &&
                  taken == guard;
         });
}

// The outermost function on one of the ways, where nobody is seen to call it; else none.
FunctionId BeliefCheck::callerFromOutside(NodeId node, std::set<NodeId>& seen) const {
  if (!seen.insert(node).second || seen.size() > kMaxCallers) return kNoFunction;
  const ContextNode& at = contexts_[node];
  if (at.callers.empty()) {
    const bool isOutside =
        std::any_of(at.reachedBy.begin(), at.reachedBy.end(),
                    [&](ThreadIndex t) { return contexts_[t].kind == ThreadKind::Callers; });
    return isOutside ? at.function : kNoFunction;
  }
  for (const CallerEdge& edge : at.callers)
    if (const FunctionId found = callerFromOutside(edge.node, seen); found != kNoFunction)
      return found;
  return kNoFunction;
}

std::string BeliefCheck::doubtOf(const Belief& belief, const Occurrence& at) const {
  const Point& point = contexts_.pointOf(at);
  if (point.has(kVolatileAccess)) return "it is volatile: perhaps meant as a flag";
  if (contexts_[at.node].isGeneral) return "called in too many ways to know what is held";
  const std::vector<HeldLock>& held = contexts_.heldSet(at.held);
  if (!held.empty())
    return isMark(held.front()) ? "a flag that was seen may order it" : "another lock is held here";
  if (!point.has(kWrites) && !isOfContainer(at)) return "it only reads a single value";
  if (locksItself(at, belief.guard)) return "";
  std::set<NodeId> seen;
  const FunctionId outside = callerFromOutside(at.node, seen);
  if (outside == kNoFunction) return "";
  // Of a class whose functions lock, the function is one that does not; a free function may have
  // been written for callers who do.
  const bool isMethod = belief.guard.isMember && input_.describe.program()[outside].isMember;
  return isMethod ? ""
                  : "who calls '" + input_.describe.program()[outside].name +
                        "' is not seen, and may hold it";
}

BeliefCheck::Stray BeliefCheck::strayOf(const Belief& belief,
                                        const GuardBeliefs::Place& place) const {
  Stray best;
  for (const Occurrence* at : place.without) {
    Stray stray{at, contexts_.pointOf(*at).has(kWrites), doubtOf(belief, *at)};
    if (best.at == nullptr || (!best.doubt.empty() && stray.doubt.empty())) best = std::move(stray);
  }
  // With the lock for some callers, without it for others.
  if (place.with != nullptr && !place.isLeftToCallers && best.doubt.empty())
    best.doubt = "other callers of it hold the lock";
  return best;
}

std::string BeliefCheck::numbers(const Belief& belief, const std::string& lock) {
  return std::to_string(belief.holding) + " of " + std::to_string(belief.places.size()) +
         " places hold '" + lock + "'";
}

void BeliefCheck::judge(const Datum& datum, const Belief& belief) {
  if (belief.isDeclared) return;  // that is another rule
  if (belief.share < input_.settings.guardMajority || belief.holding < kMinHolding) return;
  // Read under a lock that is held for something else.
  if (belief.holdingFunctions < 2 || !belief.isWrittenUnderIt) return;
  std::vector<Stray> strays;
  for (const GuardBeliefs::Place& place : belief.places)
    if (place.isLeftToCallers)
      tellCalls(datum, belief, place);
    else if (!place.holds())
      strays.push_back(strayOf(belief, place));
  if (strays.empty()) return;
  std::stable_sort(strays.begin(), strays.end(), [](const Stray& a, const Stray& b) {
    return std::pair{!a.doubt.empty(), !a.isWrite} < std::pair{!b.doubt.empty(), !b.isWrite};
  });
  tell(datum, belief, strays);
}

void BeliefCheck::tell(const Datum& datum, const Belief& belief,
                       const std::vector<Stray>& strays) const {
  const Describe& describe = input_.describe;
  const Stray& first = strays.front();
  Found finding;
  finding.id = "GD401";
  finding.object = describe.className(datum.place);
  if (datum.isBehind) finding.object = "*" + finding.object;
  const bool isLikely = isStrong(belief) && first.doubt.empty();
  finding.confidence = isLikely ? Confidence::Likely : Confidence::Possible;
  // What known threads show is the better evidence.
  const auto known = told_.find(describe.className(datum.place));
  if (known != told_.end() && (known->second == Confidence::Likely || !isLikely)) return;
  finding.symbol = finding.object;
  finding.declared = describe.declaration(datum.place);
  const std::string lock = describe.className(belief.lock);
  finding.message = "'" + describe.name(first.at->path) + "' is " +
                    (first.isWrite ? "written" : "read") + " without '" + lock + "'";
  finding.reason = numbers(belief, lock) + ", this one does not";
  if (!first.doubt.empty()) finding.reason += "; " + first.doubt;
  finding.help = "take '" + lock + "' here as the other places do, or make it atomic";
  for (const Stray& stray : strays)
    if (finding.accesses.size() < kMaxListed)
      finding.accesses.push_back(describe.access(finding, *stray.at, {}));
  for (const GuardBeliefs::Place& place : belief.places)
    if (place.holds() && finding.accesses.size() < kMaxListed)
      finding.accesses.push_back(describe.access(finding, *place.with, {}));
  finding.at = finding.accesses.front().at;
  input_.handler.found(std::move(finding));
}

void BeliefCheck::tellCalls(const Datum& datum, const Belief& belief,
                            const GuardBeliefs::Place& place) const {
  const Describe& describe = input_.describe;
  const GuardCallers& callers = place.callers;
  const Stray stray = strayOf(belief, place);
  const std::size_t calls = callers.with.size() + callers.without.size();
  const bool isLikely =
      isStrong(belief) && stray.doubt.empty() && callers.with.size() >= kLikelyHolding &&
      callers.functionsWith >= kLikelyFunctions &&
      static_cast<double>(callers.with.size()) >= kLikelyShare * static_cast<double>(calls);
  const std::string lock = describe.className(belief.lock);
  const auto told = told_.find(describe.className(datum.place));
  if (told != told_.end() && (told->second == Confidence::Likely || !isLikely)) return;
  for (const GuardCallers::Call& call : callers.without) {
    const FunctionId callee = contexts_[call.callee].function;
    const std::string function = describe.program()[callee].name;
    const std::uint32_t op =
        contexts_.program()[contexts_[call.caller].function].points[call.point].op;
    Found finding;
    finding.id = "GD401";
    finding.confidence = isLikely ? Confidence::Likely : Confidence::Possible;
    finding.at = describe.way(call.caller, op, kNoThread);
    finding.object = function;
    finding.symbol = lock;
    finding.message = "'" + function + "' is called without '" + lock + "'";
    finding.reason = std::to_string(callers.with.size()) + " of " + std::to_string(calls) +
                     " calls hold '" + lock + "', and so do " + std::to_string(belief.holding) +
                     " of " + std::to_string(belief.places.size()) + " places that use '" +
                     describe.className(datum.place) + "'";
    if (!stray.doubt.empty()) finding.reason += "; " + stray.doubt;
    finding.help = "take '" + lock + "' here as the other callers do";
    finding.accesses.push_back(describe.access(finding, *stray.at, {}));
    input_.handler.found(std::move(finding));
  }
}

}  // namespace

void checkBelievedAccesses(const CheckInput& input, const ObjectsTold& told) {
  BeliefCheck check(input, told);
  for (const auto& [datum, belief] : input.beliefs.all()) check.judge(datum, belief);
}

}  // namespace gordian::analyzer
