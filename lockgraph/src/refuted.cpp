#include "refuted.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <tuple>

#include "ids.hpp"
#include "lock_cycles.hpp"
#include "search.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::size_t kShareOfSearch = 4;          // of the steps that the search had
constexpr std::size_t kEnumerationSteps = 20'000;  // per component, for all simple cycles
constexpr std::size_t kCandidates = 48;            // per edge
constexpr std::size_t kPerThread = 4;              // of those
constexpr std::size_t kAssignmentSteps = 2'000;    // per cycle
constexpr std::size_t kCastSteps = 5'000;          // per assignment
constexpr const char* kNotEvery = "not every cycle that is ruled out is listed";

// From the most telling to the least.
constexpr std::array kTelling{Reason::OneThread,   Reason::GateLock, Reason::Ordered,
                              Reason::ReadersOnly, Reason::TryOnly,  Reason::NotYetShared};

using Failures = std::uint32_t;  // bit i: kTelling[i]

constexpr Failures bit(Reason reason) {
  Failures result = 1;
  for (const Reason other : kTelling) {
    if (other == reason) break;
    result <<= 1;
  }
  return result;
}

class Refuter {
 public:
  Refuter(const Shapes& shapes, Verdict& verdict, Findings& findings, Budget& budget)
      : shapes_(shapes), verdict_(verdict), findings_(findings), budget_(budget) {}

  void judge(const LockCycle& locks) {
    if (findings_.known(locks) != Confidence::RuledOut) return;
    hasBest_ = false;
    candidates_.clear();
    for (std::size_t i = 0; i < locks.size(); ++i) {
      candidates_.push_back(candidatesFor(locks[i], locks[(i + 1) % locks.size()]));
      if (candidates_.back().empty()) return;
    }
    assign(true);
    if (!hasBest_) assign(false);
    if (hasBest_) findings_.add(std::move(best_));
  }

 private:
  // One of few per thread, blocking ones first: enough variety to find a telling assignment.
  std::vector<Role> candidatesFor(LockId held, LockId acquired) {
    std::vector<Role> roles;
    std::unordered_map<std::uint32_t, std::size_t> perThread;
    for (const bool wantsTry : {false, true}) {
      for (const ShapeId id : shapes_.acquiring(acquired)) {
        const Shape& shape = shapes_[id];
        if ((shape.acquisition == Acquisition::Try) != wantsTry) continue;
        if (!budget_.take()) return roles;
        if (shapes_.tree().find(shape.held, held) == kNothingHeld) continue;
        for (std::size_t i = 0; i < shape.members.size(); ++i) {
          const std::span<const Member> member(&shape.members[i], 1);
          if (++perThread[static_cast<std::uint32_t>(member[0].thread)] > kPerThread) continue;
          roles.push_back({&shape, member});
          if (roles.size() == kCandidates) return roles;
        }
      }
    }
    return roles;
  }

  // Walks the assignments; with `isDistinct` no thread twice.
  void assign(bool isDistinct) {
    Budget own(kAssignmentSteps);
    std::vector<std::size_t> next{0};
    std::vector<Role> chosen;
    while (!next.empty()) {
      const auto& options = candidates_[chosen.size()];
      if (next.back() == options.size()) {
        next.pop_back();
        if (!chosen.empty()) chosen.pop_back();
        continue;
      }
      if (!own.take() || !budget_.take()) return;
      const Role& role = options[next.back()++];
      const auto isSame = [&](const Role& other) {
        return other.members[0].thread == role.members[0].thread;
      };
      if (isDistinct && std::any_of(chosen.begin(), chosen.end(), isSame)) continue;
      chosen.push_back(role);
      if (chosen.size() < candidates_.size()) {
        next.push_back(0);
        continue;
      }
      consider(chosen);
      if (hasBest_ && bestFailures_ == bit(Reason::GateLock)) return;
      chosen.pop_back();
    }
  }

  void consider(const std::vector<Role>& roles) {
    std::vector<LockId> gates;
    std::vector<Player> players;
    Outcome outcome = Outcome::Found;
    const Failures failures = failuresOf(roles, gates, players, outcome);
    const auto rank = [](Failures f) { return std::tuple(f & 1u, std::popcount(f), f); };
    if (hasBest_ && rank(bestFailures_) <= rank(failures)) return;
    hasBest_ = true;
    bestFailures_ = failures;
    // A chain waits for the next one's lock: the first role acquires what the second holds.
    best_ = makeCycle(roles, players);
    if (failures == 0) {
      settle(verdict_, roles, players, outcome, best_);
      return;
    }
    best_.confidence = Confidence::RuledOut;
    best_.reason = kTelling[static_cast<std::size_t>(std::countr_zero(failures))];
    if (best_.reason == Reason::GateLock) best_.gates = std::move(gates);
  }

  Failures failuresOf(const std::vector<Role>& roles, std::vector<LockId>& gates,
                      std::vector<Player>& players, Outcome& outcome) {
    Failures failures = 0;
    for (std::size_t i = 0; i < roles.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) failures |= pairFailures(roles[j], roles[i], gates);
      failures |= edgeFailures(roles[i], roles[(i + 1) % roles.size()]);
      const Role& role = roles[i];
      players.push_back({&role.members[0], &role.members[0].sightings[0]});
    }
    std::sort(gates.begin(), gates.end());
    gates.erase(std::unique(gates.begin(), gates.end()), gates.end());
    // Moments mean something only between distinct threads that no guard keeps apart.
    if ((failures & (bit(Reason::OneThread) | bit(Reason::GateLock))) != 0) return failures;
    const bool isPrivate = (failures & bit(Reason::NotYetShared)) != 0;
    Budget own(kCastSteps);
    std::vector<Player> cast;
    outcome = verdict_.cast(roles, isPrivate ? Sharing::Ignore : Sharing::Test, own, cast);
    if (outcome == Outcome::None) return failures | bit(Reason::Ordered);
    if (outcome == Outcome::Found || outcome == Outcome::Perhaps) players = std::move(cast);
    return failures;
  }

  Failures pairFailures(const Role& a, const Role& b, std::vector<LockId>& gates) const {
    const ThreadId left = a.members[0].thread;
    const ThreadId right = b.members[0].thread;
    if (left == right) return bit(Reason::OneThread);
    const std::size_t before = gates.size();
    verdict_.collectGates(a.shape->held, b.shape->held, gates);
    verdict_.collectGuards(left, a.shape->held, right, b.shape->held, gates);
    return gates.size() == before ? 0 : bit(Reason::GateLock);
  }

  Failures edgeFailures(const Role& waiter, const Role& holder) const {
    Failures failures = 0;
    if (waiter.shape->acquisition == Acquisition::Try) failures |= bit(Reason::TryOnly);
    if (verdict_.blocks(*waiter.shape, *holder.shape) == Blocking::No) {
      failures |= bit(Reason::ReadersOnly);
    }
    const Member& member = holder.members[0];
    const auto isPrivate = [&](const Sighting& sighting) {
      return verdict_.isPrivate(waiter.shape->lock, member.thread, sighting,
                                waiter.members[0].thread);
    };
    if (std::all_of(member.sightings.begin(), member.sightings.end(), isPrivate)) {
      failures |= bit(Reason::NotYetShared);
    }
    return failures;
  }

  const Shapes& shapes_;
  Verdict& verdict_;
  Findings& findings_;
  Budget& budget_;
  std::vector<std::vector<Role>> candidates_;  // by edge
  bool hasBest_ = false;
  Failures bestFailures_ = 0;
  Cycle best_;
};

}  // namespace

void listRefuted(const Shapes& shapes, const Limits& limits, Verdict& verdict, Findings& findings,
                 std::vector<std::string>& unlisted) {
  Budget budget(limits.maxSteps / kShareOfSearch);
  Refuter refuter(shapes, verdict, findings, budget);
  bool isDense = false;
  if (findings.hasDropped()) {
    unlisted.push_back(kNotEvery);
    return;
  }
  for (std::uint32_t i = 0; i < shapes.components().locks.size(); ++i) {
    std::vector<LockCycle> cycles;
    const LockCycles lockCycles(shapes, i, budget);
    Budget small(kEnumerationSteps);
    bool isComplete = lockCycles.hasEdges();
    if (isComplete && !lockCycles.appendAll(limits.maxCycleLength, small, cycles)) {
      isDense = true;
      cycles.clear();
      isComplete = lockCycles.appendShortest(limits.maxCycleLength, budget, cycles);
    }
    std::stable_sort(cycles.begin(), cycles.end(),
                     [](const LockCycle& a, const LockCycle& b) { return a.size() < b.size(); });
    for (const LockCycle& cycle : cycles) {
      if (budget.isSpent() || findings.hasDropped()) break;
      refuter.judge(cycle);
    }
    if (!isComplete || budget.isSpent() || findings.hasDropped()) {
      unlisted.push_back(kNotEvery);
      return;
    }
  }
  if (isDense) {
    unlisted.push_back(
        "of the cycles that are ruled out in dense components only the shortest through each "
        "edge are listed");
  }
}

}  // namespace gordian::lockgraph
