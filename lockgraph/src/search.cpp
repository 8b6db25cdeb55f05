#include "search.hpp"

#include <algorithm>
#include <numeric>

#include "class_sets.hpp"
#include "core.hpp"
#include "ids.hpp"
#include "matching.hpp"
#include "way_back.hpp"

namespace gordian::lockgraph {
namespace {

// For one choice of threads and moments; the choices of one chain can be many.
constexpr std::size_t kCastSteps = 50'000;
constexpr std::size_t kMarkedShapes = 256;  // per start
constexpr std::size_t kCheapLooks = 16;     // a step's worth of looks at one number
constexpr std::size_t kCounted = 65'536;  // closed chains, until it is asked which classes are done

class ChainSearch {
 public:
  ChainSearch(const Shapes& shapes, const Core& core, Verdict& verdict, Findings& findings,
              Budget& budget)
      : shapes_(shapes),
        core_(core),
        verdict_(verdict),
        findings_(findings),
        budget_(budget),
        wayBack_(core),
        classSets_(core),
        closes_(shapes.trace().locks.size(), 0),
        nearlyCloses_(shapes.trace().locks.size(), 0) {}

  // Every chain of exactly `length` in the component. False: no chain gets that long.
  bool run(std::uint32_t component, std::size_t length) {
    component_ = component;
    length_ = length;
    hasReached_ = false;
    classSets_.renew(shapes_.trace(), findings_, component);
    for (const LockId lock : core_.locks()[component]) {
      bool isMeasured = false;
      for (const ShapeId start : core_.acquiring(lock)) {
        if (isOver()) return true;
        if (!markWayBack(shapes_[start])) continue;
        if (!isMeasured && !wayBack_.measure(lock, length - 1, budget_)) return true;
        isMeasured = true;
        tryNext(start);
      }
    }
    return hasReached_;
  }

  bool isOver() const { return budget_.isSpent() || findings_.hasDropped(); }

 private:
  const Shape& shapeAt(std::size_t place) const { return shapes_[chain_[place]]; }

  // Which locks the chain may end with, and which may come before those. False: none, for none that
  // is held ranks above the lock that is asked for.
  bool markWayBack(const Shape& start) {
    ++round_;
    std::size_t cost = 0;
    bool isOne = false;
    const HeldTree& tree = shapes_.tree();
    for (HeldNode node = start.held; node != kNothingHeld; node = tree.parent(node)) {
      if (!isAbove(tree.lock(node), start.lock)) continue;
      isOne = true;
      closes_[index(tree.lock(node))] = round_;
      cost += core_.acquiring(tree.lock(node)).size();
    }
    if (!isOne) return false;
    // Where very many lead back, nearly all do: not worth marking.
    knowsNearly_ = length_ > 2 && cost <= kMarkedShapes;
    if (!knowsNearly_) return true;
    budget_.take(1 + cost / kCheapLooks);
    for (HeldNode held = start.held; held != kNothingHeld; held = tree.parent(held)) {
      if (closes_[index(tree.lock(held))] != round_) continue;
      for (const ShapeId id : core_.acquiring(tree.lock(held))) {
        HeldNode node = shapes_[id].held;
        for (; node != kNothingHeld; node = tree.parent(node)) {
          nearlyCloses_[index(tree.lock(node))] = round_;
        }
      }
    }
    return true;
  }

  bool isAbove(LockId lock, LockId first) const {
    return core_.componentOf(lock) == component_ && core_.rank(lock) > core_.rank(first);
  }

  bool leadsBack(const Shape& shape) const {
    const std::size_t missing = missingAfter();
    if (missing == 0) return closes_[index(shape.lock)] == round_;
    return missing > 1 || !knowsNearly_ || nearlyCloses_[index(shape.lock)] == round_;
  }

  // So many more are needed once one more is there.
  std::size_t missingAfter() const { return length_ - chain_.size() - 1; }

  void tryNext(ShapeId id) {
    const Shape& shape = shapes_[id];
    const ClassSets::Set before = classes_;
    const ClassSets::Set with = before | classSets_.of(shape.lock);
    if (classSets_.isDone(with) || !mayFollow(shape) || !matching_.push(shape)) return;
    classes_ = with;
    chain_.push_back(id);
    if (chain_.size() == length_) {
      hasReached_ = true;
      close();
    } else {
      extend();
    }
    chain_.pop_back();
    matching_.pop();
    classes_ = before;
  }

  bool mayFollow(const Shape& shape) {
    if (!budget_.take(1 + chain_.size())) return false;
    if (!isNewInside(shape) || !canCoexistWithChain(shape.held)) return false;
    return chain_.empty() || verdict_.blocks(shapes_[chain_.back()], shape) != Blocking::No;
  }

  // It cannot close this chain, but it shows that there are chains as long.
  void noteReached(const Shape& shape) {
    if (hasReached_ || !mayFollow(shape) || !matching_.push(shape)) return;
    matching_.pop();
    hasReached_ = true;
  }

  // Acquiring a lock of the component that is new and ranks above the first's.
  bool isNewInside(const Shape& shape) const {
    if (chain_.empty()) return true;
    if (!isAbove(shape.lock, shapeAt(0).lock)) return false;
    return std::none_of(chain_.begin(), chain_.end(),
                        [&](ShapeId id) { return shapes_[id].lock == shape.lock; });
  }

  void extend() {
    const Shape& last = shapes_[chain_.back()];
    for (const HeldNode node : shapes_.tree().adding(last.lock)) {
      if (!budget_.take()) return;
      // Whole subtrees that only this one thread shows cannot help it.
      const auto only = shapes_.onlyThreadBelow(node);
      if (only && last.members.size() == 1 && last.members.front().thread == *only) continue;
      const auto [begin, end] = shapes_.below(node);
      const auto left = core_.within(begin, end);
      if (left.size() > kCheapLooks && !canCoexistWithChain(node)) continue;
      if (!budget_.take(left.size() / kCheapLooks)) return;
      for (const ShapeId id : left) {
        if (isOver()) return;
        look(id);
      }
    }
  }

  void look(ShapeId id) {
    const Shape& shape = shapes_[id];
    if (!isAbove(shape.lock, shapeAt(0).lock)) return;
    const WayBack::Answer answer = wayBack_.leads(shape.lock, missingAfter() + 1);
    if (answer == WayBack::Answer::Never) return;
    if (answer == WayBack::Answer::Yes && leadsBack(shape)) {
      tryNext(id);
    } else {
      noteReached(shape);
    }
  }

  bool canCoexistWithChain(HeldNode node) {
    return std::all_of(chain_.begin(), chain_.end(),
                       [&](ShapeId id) { return verdict_.canCoexist(shapes_[id].held, node); });
  }

  void close() {
    if (++closed_ % kCounted == 0) classSets_.renew(shapes_.trace(), findings_, component_);
    const Shape& first = shapeAt(0);
    const Shape& last = shapes_[chain_.back()];
    if (verdict_.blocks(last, first) == Blocking::No) return;
    LockCycle locks;
    std::vector<Role> roles;
    for (const ShapeId id : chain_) {
      locks.push_back(shapes_[id].lock);
      roles.push_back({&shapes_[id], shapes_[id].members});
    }
    if (findings_.known(locks) == Confidence::Likely) return;
    Budget own(kCastSteps);
    std::vector<Player> players;
    const Outcome outcome = verdict_.cast(roles, Sharing::Test, own, players);
    if (outcome == Outcome::None) return;
    if (outcome == Outcome::OutOfSteps) {
      players.clear();
      for (const Role& role : roles) {
        players.push_back({&role.members.front(), &role.members.front().sightings.front()});
      }
    }
    Cycle cycle = makeCycle(roles, players);
    settle(verdict_, roles, players, outcome, cycle);
    findings_.add(std::move(cycle));
  }

  const Shapes& shapes_;
  const Core& core_;
  Verdict& verdict_;
  Findings& findings_;
  Budget& budget_;
  WayBack wayBack_;
  ClassSets classSets_;
  ClassSets::Set classes_ = 0;  // of the chain
  std::uint32_t component_ = 0;
  std::size_t closed_ = 0;
  std::vector<ShapeId> chain_;
  Matching matching_;
  std::size_t length_ = 0;
  bool hasReached_ = false;
  std::vector<std::uint32_t> closes_;        // by lock: the round in which the start holds it
  std::vector<std::uint32_t> nearlyCloses_;  // … in which it is held around such a lock
  std::uint32_t round_ = 0;
  bool knowsNearly_ = false;
};

Reason softReason(Verdict& verdict, std::span<const Player> players) {
  for (std::size_t i = 0; i < players.size(); ++i) {
    if (verdict.isUnwoken(players[i])) return Reason::Unwoken;
    for (std::size_t j = 0; j < i; ++j)
      if (verdict.seemsOrderedSoftly(players[i], players[j])) return Reason::SoftOrder;
  }
  return Reason::Ordered;
}

}  // namespace

void settle(Verdict& verdict, std::span<const Role> roles, std::span<const Player> players,
            Outcome outcome, Cycle& cycle) {
  cycle.confidence = Confidence::Possible;
  if (outcome != Outcome::Found) {
    cycle.reason = outcome == Outcome::Perhaps ? softReason(verdict, players) : Reason::Ordered;
    return;
  }
  const auto isTimed = [](const Role& role) {
    return role.shape->acquisition == Acquisition::Timed;
  };
  if (std::any_of(roles.begin(), roles.end(), isTimed)) {
    cycle.reason = Reason::Timed;
    return;
  }
  if (!verdict.hasWriters(verdict.behindWriters(roles), roles, players)) {
    cycle.reason = Reason::ReadersOnly;
    return;
  }
  cycle.confidence = Confidence::Likely;
  cycle.reason = Reason::None;
}

void searchDeadlocks(const Shapes& shapes, const Limits& limits, Verdict& verdict,
                     Findings& findings, std::vector<std::string>& cut) {
  Budget budget(limits.maxSteps);
  const Core core(shapes, verdict);
  ChainSearch search(shapes, core, verdict, findings, budget);
  const auto& locks = core.locks();
  std::vector<std::uint32_t> active(locks.size());
  std::iota(active.begin(), active.end(), 0u);
  for (std::size_t length = 2; length <= limits.maxCycleLength && !active.empty(); ++length) {
    std::vector<std::uint32_t> longer;
    for (const std::uint32_t component : active) {
      const bool isReached = search.run(component, length);
      if (search.isOver()) {
        cut.push_back(findings.hasDropped()
                          ? "more than " + std::to_string(limits.maxCycles) +
                                " cycles: the rest is not listed"
                          : "search stopped after " + std::to_string(limits.maxSteps) +
                                " steps: cycles of " + std::to_string(length) +
                                " locks or more can be missing");
        return;
      }
      if (isReached && locks[component].size() > length) longer.push_back(component);
    }
    active = std::move(longer);
  }
  if (!active.empty()) {
    cut.push_back("cycles of more than " + std::to_string(limits.maxCycleLength) +
                  " locks are not searched for");
  }
}

}  // namespace gordian::lockgraph
