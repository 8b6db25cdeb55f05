// GD403 escaped-reference: a function that locks gives out a reference, pointer or iterator to what
// the lock guards, or stores it where others find it; whoever uses it then holds nothing.
//
// What guards is told by the other accesses (guard_beliefs.hpp). A pointer that is copied out of
// the guarded data is no reference to it.
#include <algorithm>
#include <optional>
#include <set>

#include "check.hpp"

namespace gordian::analyzer {
namespace {

constexpr std::size_t kMinHolding = 2;
constexpr std::size_t kMaxListed = 6;

using Belief = GuardBeliefs::Belief;

class EscapeCheck {
 public:
  explicit EscapeCheck(const CheckInput& input)
      : input_(input), contexts_(input.contexts), program_(input.contexts.program()) {}

  void judge() {
    for (const Occurrence& at : contexts_.of(PointKind::Return)) judge(at);
    for (const Occurrence& at : contexts_.of(PointKind::Keep)) judge(at);
  }

 private:
  void judge(const Occurrence& at) {
    const Point& point = contexts_.pointOf(at);
    const FunctionId function = contexts_[at.node].function;
    if (input_.describe.isSystem(function, point.op)) return;
    Datum datum;
    if (!input_.beliefs.datumOf(at.path, datum) || isLock(datum.place)) return;
    // What a pointer points to, at a distance: a copy of the pointer.
    if (datum.isBehind) return;
    const auto known = input_.beliefs.all().find(datum);
    if (known == input_.beliefs.all().end()) return;
    const Belief& belief = known->second;
    // Data that never changes needs no lock any more.
    if (!belief.isWrittenUnderIt || belief.share < input_.settings.guardMajority) return;
    if (belief.holding < kMinHolding && !belief.isDeclared) return;
    const std::optional<Hold> held = ownHold(at, datum, belief.guard);
    if (!held || isGuardGivenOut(function)) return;
    if (point.kind == PointKind::Keep && isGuardedToo(at, point, belief.guard)) return;
    if (told_.emplace(function, point.op).second) tell(at, datum, belief, *held);
  }

  struct Hold {
    PathId lock{};
    std::uint32_t op = 0;
  };

  // Taken in this function and given back before it ends; of elements also before they are given
  // out, since it was the lock under which they were found.
  std::optional<Hold> ownHold(const Occurrence& at, const Datum& datum, const Guard& wanted) const {
    const Point& point = contexts_.pointOf(at);
    const FunctionFacts& facts = program_[contexts_[at.node].function];
    const auto isIt = [&](PathId lock) {
      Guard guard;
      return input_.beliefs.guardOf(datum, contexts_.canonical(at.node, lock), guard) &&
             guard == wanted && !isHeldAtEnd(facts, lock);
    };
    for (const Held& held : facts.heldSets[point.held].held)
      if (held.isCertain && held.kind != LockKind::OnceFlag && isIt(held.lock))
        return Hold{held.lock, held.op};
    if (!program_.paths().hasElements(at.path)) return std::nullopt;
    for (const Point& other : facts.points)
      if (other.kind == PointKind::Acquire && other.op < point.op && isIt(other.path))
        return Hold{other.path, other.op};
    return std::nullopt;
  }

  static bool isHeldAtEnd(const FunctionFacts& facts, PathId lock) {
    return std::any_of(facts.ends.begin(), facts.ends.end(), [&](const EndState& end) {
      const std::vector<Held>& held = facts.heldSets[end.held].held;
      return std::any_of(held.begin(), held.end(),
                         [&](const Held& one) { return one.lock == lock; });
    });
  }

  // A locked pointer: the guard goes along.
  bool isGuardGivenOut(FunctionId function) const {
    const Paths& paths = program_.paths();
    const std::vector<Exit>& exits = program_[function].summary.exits;
    return std::any_of(exits.begin(), exits.end(), [&](const Exit& exit) {
      return !exit.acquired.empty() ||
             std::any_of(exit.stores.begin(), exit.stores.end(), [&](const Stored& stored) {
               return !paths.isRoot(stored.place) &&
                      paths.lastStep(stored.place) == StepKind::Field &&
                      paths.lastNumber(stored.place) == kGuardMutex;
             });
    });
  }

  // A lock, a thread, an atomic: made for several threads.
  bool isLock(PathId place) const {
    const TypeInfo& type = input_.describe.program()[input_.describe.type(place)];
    return type.isAtomic || program_.table().isSynchroniser(type.name);
  }

  // Stored where the same lock guards: it stays inside.
  bool isGuardedToo(const Occurrence& at, const Point& point, const Guard& guard) const {
    const PathId into = contexts_.canonical(at.node, point.lock);
    Datum datum;
    if (into == kUnknownPath) return true;
    if (!input_.beliefs.datumOf(into, datum)) return false;
    const auto known = input_.beliefs.all().find(datum);
    return known != input_.beliefs.all().end() && known->second.guard == guard;
  }

  // An access without the lock, in a function that calls this one.
  const Occurrence* useOutside(const Belief& belief, const Occurrence& at) const {
    for (const GuardBeliefs::Place& place : belief.places)
      for (const Occurrence* use : place.without)
        for (const CallerEdge& edge : contexts_[at.node].callers)
          if (contexts_[edge.node].function == contexts_[use->node].function) return use;
    return nullptr;
  }

  void tell(const Occurrence& at, const Datum& datum, const Belief& belief, const Hold& held) {
    const Describe& describe = input_.describe;
    const Point& point = contexts_.pointOf(at);
    const FunctionId function = contexts_[at.node].function;
    const std::string lock = describe.className(belief.lock);
    const std::string what = "'" + describe.className(datum.place) + "'";
    Found finding;
    finding.id = "GD403";
    finding.object = describe.className(datum.place);
    finding.symbol = finding.object;
    finding.declared = describe.declaration(datum.place);
    const bool isStored = point.kind == PointKind::Keep;
    finding.message = "a reference to " + what + " is " + (isStored ? "stored" : "given out") +
                      " where '" + lock + "' is not held";
    finding.reason = belief.isDeclared
                         ? "declared as guarded by '" + lock + "'"
                         : std::to_string(belief.holding) + " of " +
                               std::to_string(belief.places.size()) + " places hold '" + lock + "'";
    finding.at = {describe.source(function, point.op)};
    finding.notes.push_back({"'" + lock + "' is held from here to the end of the function only",
                             {describe.source(function, held.op)}});
    if (const Occurrence* use = useOutside(belief, at)) {
      finding.confidence = Confidence::Likely;
      finding.reason += ", the use after '" + describe.source(function, 0).function + "' does not";
      finding.notes.push_back(
          {"used here without the lock",
           {describe.source(contexts_[use->node].function, contexts_.pointOf(*use).op)}});
    } else {
      finding.confidence = Confidence::Possible;
      finding.reason += "; what is done with it outside is not seen";
    }
    for (const GuardBeliefs::Place& place : belief.places) {
      if (!place.holds() || !place.isWrite || finding.notes.size() >= kMaxListed) continue;
      finding.notes.push_back(
          {what + " is written here, with the lock",
           {describe.source(place.function, contexts_.pointOf(*place.with).op)}});
    }
    finding.help =
        isStored ? "store a copy" : "return a copy, or do the work inside, with the lock";
    input_.handler.found(std::move(finding));
  }

  const CheckInput& input_;
  Contexts& contexts_;
  const LinkedProgram& program_;
  std::set<std::pair<FunctionId, std::uint32_t>> told_;
};

}  // namespace

void checkEscapedReferences(const CheckInput& input) {
  EscapeCheck(input).judge();
}

}  // namespace gordian::analyzer
