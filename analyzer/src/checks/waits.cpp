// GD407 wait-without-predicate: a thread waits for a condition outside of a loop.
#include <algorithm>
#include <map>
#include <set>

#include "check.hpp"

namespace gordian::analyzer {
namespace {

constexpr int kMaxCallers = 8;  // levels up, where the caller holds the lock

class WaitCheck {
 public:
  explicit WaitCheck(const CheckInput& input)
      : input_(input), contexts_(input.contexts), program_(input.contexts.program()) {}

  void judge() {
    for (const Occurrence& at : contexts_.of(PointKind::Wait)) {
      const Point& point = contexts_.pointOf(at);
      if (point.has(kRepeats) || point.has(kPredicate)) continue;
      // Who waits for a limited time looks again anyway, or just pauses.
      if (point.insistence != Insistence::Blocking) continue;
      const FunctionId function = contexts_[at.node].function;
      if (input_.describe.isSystem(function, point.op)) continue;
      if (!isAlone(at.node, at.point, 0)) continue;
      if (told_.emplace(function, point.op).second) tell(at);
    }
  }

 private:
  // Nothing looks again after the wait (or the call that waits) in this function; where the lock is
  // its callers', in none of them.
  bool isAlone(NodeId node, std::uint32_t number, int level) const {
    const ContextNode& at = contexts_[node];
    const FunctionFacts& facts = program_[at.function];
    const HeldSet& held = facts.heldSets[facts.points[number].held];
    const bool isOwnLock = std::any_of(held.held.begin(), held.held.end(), [](const Held& one) {
      return one.kind != LockKind::OnceFlag;
    });
    if (isOwnLock) return true;
    // Who calls is not known, so neither is what they look at.
    if (at.callers.empty() || level == kMaxCallers) return false;
    return std::any_of(at.callers.begin(), at.callers.end(), [&](const CallerEdge& edge) {
      const Point& call = program_[contexts_[edge.node].function].points[edge.point];
      return !call.has(kRepeats) && isAlone(edge.node, edge.point, level + 1);
    });
  }

  // The first access after the wait to data that others write.
  const Point* useAfter(const Occurrence& wait) {
    const FunctionFacts& facts = program_[contexts_[wait.node].function];
    const Point& from = contexts_.pointOf(wait);
    for (const Point& point : facts.points) {
      if (point.kind != PointKind::Access || point.op <= from.op) continue;
      const HeldSet& held = facts.heldSets[point.held];
      const bool isUnderLock = std::any_of(held.held.begin(), held.held.end(),
                                           [&](const Held& one) { return one.lock == from.lock; });
      const PathId path = contexts_.canonical(wait.node, point.path);
      if (isUnderLock && isWrittenElsewhere(path, contexts_[wait.node].function)) return &point;
    }
    return nullptr;
  }

  bool isWrittenElsewhere(PathId path, FunctionId here) {
    if (path == kUnknownPath) return false;
    if (writers_.empty())
      for (const Occurrence& at : contexts_.of(PointKind::Access))
        if (contexts_.pointOf(at).has(kWrites))
          writers_[at.path].insert(contexts_[at.node].function);
    const auto known = writers_.find(path);
    return known != writers_.end() &&
           std::any_of(known->second.begin(), known->second.end(),
                       [&](FunctionId writer) { return writer != here; });
  }

  void tell(const Occurrence& at) {
    const Point& point = contexts_.pointOf(at);
    Found finding;
    finding.id = "GD407";
    const std::string name = input_.describe.name(at.path);
    finding.message = "the wait for '" + name + "' is in no loop that looks again";
    finding.symbol = input_.describe.className(at.path);
    finding.at = input_.describe.way(at.node, point.op, kNoThread);
    finding.help = "wait in a loop over what is waited for, or give the wait a predicate";
    if (const Point* use = useAfter(at)) {
      const std::string data = input_.describe.name(contexts_.canonical(at.node, use->path));
      finding.confidence = Confidence::Likely;
      finding.reason = "'" + data +
                       "', which others write, is used after it as if it were ready; a "
                       "condition may wake without a reason";
      finding.notes.push_back({"'" + data + "' is used here",
                               {input_.describe.source(contexts_[at.node].function, use->op)}});
    } else {
      finding.confidence = Confidence::Possible;
      finding.reason = "what is waited for is not seen";
    }
    input_.handler.found(std::move(finding));
  }

  const CheckInput& input_;
  Contexts& contexts_;
  const LinkedProgram& program_;
  std::map<PathId, std::set<FunctionId>> writers_;
  std::set<std::pair<FunctionId, std::uint32_t>> told_;
};

}  // namespace

void checkWaits(const CheckInput& input) {
  WaitCheck(input).judge();
}

}  // namespace gordian::analyzer
