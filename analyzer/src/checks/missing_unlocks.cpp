// GD404 missing-unlock: a way out of the function on which a lock that it took is still held, or a
// way on which it unlocks what is not, while other ways of the same function do it right.
//
// The other ways tell a mistake from a function whose purpose is to lock or to unlock. Where they
// differ in what is given back, the result may be what tells the caller.
#include <algorithm>
#include <map>
#include <set>

#include "check.hpp"
#include "function_names.hpp"

namespace gordian::analyzer {
namespace {

class UnlocksOfFunction {
 public:
  UnlocksOfFunction(const CheckInput& input, FunctionId function)
      : input_(input),
        program_(input.contexts.program()),
        paths_(program_.paths()),
        function_(function),
        facts_(program_[function]) {}

  void judge(const std::vector<NodeId>& nodes) {
    std::set<PathId> locks;
    for (const Point& point : facts_.points)
      if (point.kind == PointKind::Release && isNamed(point.path)) locks.insert(point.path);
    for (const PathId lock : locks) {
      const Ways ways = waysOf(lock);
      if (ways.isVague) continue;
      // Both: a condition decides that cannot be followed.
      if (!ways.held.empty() && !ways.released.empty()) continue;
      if (!ways.held.empty() && !ways.free.empty())
        judgeHeld(lock, ways, nodes);
      else if (!ways.released.empty() && !ways.free.empty())
        judgeReleased(lock, nodes);
    }
  }

 private:
  struct Ways {
    std::vector<const EndState*> held;
    std::vector<const EndState*> free;
    std::vector<const EndState*> released;  // the caller's, or what nobody held
    std::uint32_t since = 0;                // where it was taken
    bool isVague = false;
  };

  // Means one object throughout the function.
  bool isNamed(PathId lock) const {
    if (lock == kUnknownPath || paths_.hasElements(lock)) return false;
    const Root root = paths_.rootKind(lock);
    return root == Root::Formal || root == Root::Global;
  }

  Ways waysOf(PathId lock) const {
    Ways ways;
    for (const EndState& end : facts_.ends) {
      const HeldSet& set = facts_.heldSets[end.held];
      const auto held = std::find_if(set.held.begin(), set.held.end(),
                                     [&](const Held& one) { return one.lock == lock; });
      const bool isReleased =
          std::find(set.released.begin(), set.released.end(), lock) != set.released.end();
      if (held == set.held.end()) {
        (isReleased ? ways.released : ways.free).push_back(&end);
        // The same lock by another name, perhaps.
        ways.isVague |= std::any_of(set.held.begin(), set.held.end(), [&](const Held& one) {
          return one.kind != LockKind::OnceFlag && looksAlike(one.lock, lock);
        });
        continue;
      }
      // Whoever asserts that the caller holds it has not taken it.
      ways.isVague |= !held->isCertain || held->isGuarded || held->isBelieved ||
                      held->kind == LockKind::Semaphore;
      ways.since = held->op;
      ways.held.push_back(&end);
    }
    return ways;
  }

  bool looksAlike(PathId a, PathId b) const {
    return a != b && !paths_.isRoot(a) && !paths_.isRoot(b) &&
           paths_.lastStep(a) == paths_.lastStep(b) && paths_.lastNumber(a) == paths_.lastNumber(b);
  }

  enum class Told : std::uint8_t { No, Perhaps, Yes };

  // Whether the result says that the lock is held: a pointer or true with it, null or an error
  // without. The other way round is an early return that forgot it.
  static Told toldBy(const Val& held, const Val& free) {
    const auto isNumber = [](const Val& value) { return value.is(Val::Kind::Integer); };
    if (held == free) return Told::No;
    if (!isNumber(held)) return isNumber(free) ? Told::Yes : Told::No;
    if (held.integer < 0) return Told::No;
    if (!isNumber(free)) return held.integer == 0 ? Told::No : Told::Perhaps;
    if (held.integer == 0) return free.integer < 0 ? Told::Yes : Told::Perhaps;
    return held.integer == 1 ? Told::Yes : Told::Perhaps;
  }

  Told toldByResult(const Ways& ways) const {
    Told told = Told::Yes;
    for (const EndState* held : ways.held)
      for (const EndState* free : ways.free)
        told = std::min(told, toldBy(held->result, free->result));
    return told;
  }

  bool isTried(PathId lock) const {
    return std::any_of(facts_.points.begin(), facts_.points.end(), [&](const Point& point) {
      return point.kind == PointKind::Acquire && point.path == lock &&
             point.insistence != Insistence::Blocking;
    });
  }

  // A caller that unlocks a lock of this class itself, after the call.
  bool isUnlockedByCaller(PathId lock, const std::vector<NodeId>& nodes) const {
    const std::string wanted = input_.describe.className(lock);
    for (const NodeId node : nodes) {
      for (const CallerEdge& edge : input_.contexts[node].callers) {
        const FunctionFacts& caller = program_[input_.contexts[edge.node].function];
        for (std::size_t i = edge.point + 1; i < caller.points.size(); ++i)
          if (caller.points[i].kind == PointKind::Release &&
              input_.describe.className(caller.points[i].path) == wanted)
            return true;
      }
    }
    return false;
  }

  bool isHeldByCaller(PathId lock, const std::vector<NodeId>& nodes) const {
    return std::any_of(nodes.begin(), nodes.end(), [&](NodeId node) {
      const PathId named = input_.contexts.canonical(node, lock);
      const auto& held = input_.contexts.heldSet(input_.contexts[node].held);
      return std::any_of(held.begin(), held.end(),
                         [&](const HeldLock& one) { return one.lock == named; });
    });
  }

  void judgeHeld(PathId lock, const Ways& ways, const std::vector<NodeId>& nodes) const {
    const Told told = toldByResult(ways);
    if (told == Told::Yes) return;
    std::string doubt;
    if (told == Told::Perhaps) doubt = "what it gives back may tell its caller";
    if (isTried(lock)) doubt = "it is only tried, and what the result tells is not followed";
    if (namesLocking(name())) doubt = "by its name it may lock for its caller";
    if (isUnlockedByCaller(lock, nodes)) doubt = "a caller unlocks it";
    Found finding = begin(lock, ways.since, doubt);
    finding.message =
        "'" + nameOf(lock) + "' is still locked on a way out of '" + forMessage() + "'";
    finding.reason = doubt.empty() ? "another way out of the function gives it back" : doubt;
    finding.help = "unlock it on each way out: a guard, in C one way out (goto) that unlocks";
    std::set<std::uint32_t> noted;
    for (const EndState* end : ways.held)
      if (noted.insert(end->op).second) note(finding, "left here with it locked", end->op);
    for (const Point& point : facts_.points)
      if (point.kind == PointKind::Release && point.path == lock && noted.insert(point.op).second)
        note(finding, "unlocked here on another way", point.op);
    input_.handler.found(std::move(finding));
  }

  void judgeReleased(PathId lock, const std::vector<NodeId>& nodes) const {
    // Where the caller's lock is given up for a while, the caller holds it.
    if (isHeldByCaller(lock, nodes)) return;
    std::uint32_t taken = 0xffffffffU;
    for (const Point& point : facts_.points)
      if (point.kind == PointKind::Acquire && point.path == lock && !point.has(kAfterWait))
        taken = std::min(taken, point.op);
    const Point* wrong = nullptr;
    bool isRightElsewhere = false;
    for (const Point& point : facts_.points) {
      if (point.kind != PointKind::Release || point.path != lock) continue;
      if (point.op < taken) return;
      const HeldSet& set = facts_.heldSets[point.held];
      const bool isHeld = std::any_of(set.held.begin(), set.held.end(),
                                      [&](const Held& one) { return one.lock == lock; });
      if (isHeld)
        isRightElsewhere = true;
      else
        wrong = &point;
    }
    if (wrong == nullptr || !isRightElsewhere) return;
    std::string doubt;
    if (isTried(lock)) doubt = "it is only tried, and what the result tells is not followed";
    if (namesLocking(name())) doubt = "by its name it may unlock for its caller";
    Found finding = begin(lock, wrong->op, doubt);
    finding.message = "'" + nameOf(lock) + "' is unlocked on a way on which it is not locked";
    finding.reason = doubt.empty() ? "on other ways of the same function it is locked here" : doubt;
    finding.help = "unlock it once on each way on which it was locked";
    note(finding, "locked here on another way", taken);
    for (const Point& point : facts_.points)
      if (point.kind == PointKind::Release && point.path == lock && point.op < wrong->op)
        note(finding, "perhaps unlocked here before", point.op);
    input_.handler.found(std::move(finding));
  }

  const std::string& name() const { return program_.program()[function_].name; }

  std::string nameOf(PathId lock) const {
    const std::string declared = input_.describe.className(lock);
    if (!declared.empty() || paths_.rootKind(lock) != Root::Formal) return declared;
    return program_.body(function_).source->formals[paths_.rootNumber(lock)].name;
  }

  std::string forMessage() const { return input_.describe.source(function_, 0).function; }

  Found begin(PathId lock, std::uint32_t op, const std::string& doubt) const {
    Found finding;
    finding.id = "GD404";
    finding.confidence = doubt.empty() ? Confidence::Likely : Confidence::Possible;
    finding.symbol = nameOf(lock);
    finding.declared = input_.describe.declaration(lock);
    finding.at = {input_.describe.source(function_, op)};
    return finding;
  }

  void note(Found& finding, std::string text, std::uint32_t op) const {
    finding.notes.push_back({std::move(text), {input_.describe.source(function_, op)}});
  }

  const CheckInput& input_;
  const LinkedProgram& program_;
  Paths& paths_;
  FunctionId function_;
  const FunctionFacts& facts_;
};

}  // namespace

void checkMissingUnlocks(const CheckInput& input) {
  const LinkedProgram& program = input.contexts.program();
  std::map<FunctionId, std::vector<NodeId>> nodes;
  for (std::size_t i = 0; i < input.contexts.nodes().size(); ++i)
    nodes[input.contexts.nodes()[i].function].push_back(static_cast<NodeId>(i));
  for (std::size_t i = 0; i < program.program().functions().size(); ++i) {
    const auto function = static_cast<FunctionId>(i);
    if (!program.hasBody(function) || program[function].ends.size() < 2) continue;
    const Function& source = *program.body(function).source;
    if ((source.flags & (kIncomplete | kConstructor | kDestructor | kCoroutine)) != 0) continue;
    if (input.describe.isSystem(function, 0)) continue;
    UnlocksOfFunction(input, function).judge(nodes[function]);
  }
}

}  // namespace gordian::analyzer
