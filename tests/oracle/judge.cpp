#include "judge.hpp"

#include <gordian/lockgraph/analysis.hpp>

#include <algorithm>
#include <bit>
#include <optional>
#include <set>

#include "judge_words.hpp"
#include "live.hpp"
#include "recorder.hpp"

namespace gordian::oracle {
namespace {

using lockgraph::Analysis;
using lockgraph::Confidence;
using lockgraph::Cycle;
using lockgraph::HeldWait;
using lockgraph::Reason;

using Locks = std::vector<std::uint8_t>;

Locks locksOf(const Cycle& cycle) {
  Locks locks;
  for (const auto& edge : cycle.edges) locks.push_back(static_cast<std::uint8_t>(edge.held));
  return locks;
}

bool isIn(const std::set<Deadlock>& deadlocks, const Locks& locks) {
  return std::any_of(deadlocks.begin(), deadlocks.end(),
                     [&](const Deadlock& deadlock) { return deadlock.locks == locks; });
}

// The cycles over equal lock classes are one finding, so only the set says whether it is listed.
bool isListed(const Analysis& analysis, Locks locks) {
  std::sort(locks.begin(), locks.end());
  return std::any_of(analysis.cycles.begin(), analysis.cycles.end(), [&](const Cycle& cycle) {
    Locks own = locksOf(cycle);
    std::sort(own.begin(), own.end());
    return cycle.confidence != Confidence::RuledOut && own == locks;
  });
}

bool wasSeen(const Deadlock& deadlock, const Recording& recording) {
  const auto isSeen = [&](const Moment& moment) { return recording.seen.contains(moment); };
  return std::all_of(deadlock.waits.begin(), deadlock.waits.end(), isSeen) &&
         std::all_of(deadlock.creations.begin(), deadlock.creations.end(), isSeen);
}

class Judge {
 public:
  Judge(const Program& program, const Effort& effort)
      : program_(program), effort_(effort), explored_(explore(program, effort.maxStates)) {}

  Judged run(std::uint64_t seed) {
    ++result_[Count::Programs];
    result_[Count::States] += explored_.states;
    if (!explored_.isComplete) {
      ++result_[Count::TooLarge];
      return result_;
    }
    bool hasWhole = false;
    for (std::uint64_t attempt = 0; attempt < 12; ++attempt) {
      const bool isEnough = attempt >= effort_.runs;
      if (isEnough && hasWhole) break;
      const Recording recording = record(program_, seed * 31 + attempt);
      if (recording.isStuck && isEnough) continue;
      hasWhole = hasWhole || !recording.isStuck;
      compare(recording);
    }
    return std::move(result_);
  }

 private:
  void compare(const Recording& recording) {
    // Who has not come to the barrier yet was not seen there, so its teams are not observed.
    if (recording.isStuck && program_.parties != 0 && isUneven(program_)) return;
    const Analysis analysis = lockgraph::analyse(recording.trace);
    ++result_[Count::Runs];
    result_[Count::StuckRuns] += recording.isStuck ? 1 : 0;
    compareCycles(recording, analysis);
    compareDoubles(recording, analysis);
    compareWaits(recording, analysis);
    compareLive(recording.middle);
  }

  // Who is called dead at some moment never goes on.
  void compareLive(const State& state) {
    const std::uint8_t dead = deadAt(program_, state);
    if (dead == 0) return;
    const Exploration rest = exploreFrom(program_, state, effort_.maxStates);
    if (!rest.isComplete) return;
    result_[Count::Proven] += static_cast<std::uint64_t>(std::popcount(dead));
    if ((dead & rest.steps) != 0) complain(Count::ProvenUnreachable, std::to_string(dead));
  }

  void complain(Count count, const std::string& what) {
    ++result_[count];
    result_.complaints.push_back({count, what});
  }

  void compareCycles(const Recording& recording, const Analysis& analysis) {
    std::set<Locks> seen;
    for (const Deadlock& deadlock : explored_.deadlocks) {
      if (deadlock.locks.size() < 2 || !wasSeen(deadlock, recording)) continue;
      if (!seen.insert(deadlock.locks).second) continue;
      ++result_[Count::Deadlocks];
      if (!isListed(analysis, deadlock.locks)) complain(Count::Missed, name(deadlock.locks));
    }
    for (const Cycle& cycle : analysis.cycles) {
      const Locks locks = locksOf(cycle);
      if (cycle.confidence == Confidence::RuledOut) {
        ++result_[Count::RuledOut];
        if (seen.contains(locks)) complain(Count::RuledOutReachable, name(locks));
      } else if (cycle.confidence == Confidence::Possible) {
        ++result_[Count::Possible];
        const bool isReachable = isIn(explored_.deadlocks, locks) || isIn(explored_.timed, locks);
        result_[Count::PossibleUnreachable] += isReachable ? 0 : 1;
      } else {
        ++result_[Count::Likely];
        result_[Count::LikelyFirm] += isFirm() ? 1 : 0;
        if (!isIn(explored_.deadlocks, locks)) explain(locks);
      }
    }
  }

  const Exploration& loosened(Loosened how) {
    const std::size_t number = (how.soft ? 1u : 0u) + (how.tries ? 2u : 0u);
    if (!loosened_[number]) loosened_[number] = explore(program_, 8 * effort_.maxStates, how);
    return *loosened_[number];
  }

  // Nothing but locks, creates, joins, barriers of one team and once flags: what a trace tells.
  bool isFirm() const {
    return program_.semaphores.empty() && program_.conditions == 0 &&
           (program_.parties == 0 || !isUneven(program_));
  }

  // Why no interleaving gets there.
  void explain(const Locks& locks) {
    ++result_[Count::Unreachable];
    result_[Count::UnreachableFirm] += isFirm() ? 1 : 0;
    if (isIn(loosened({true, false}).deadlocks, locks)) {
      ++result_[Count::UnreachableSoft];
    } else if (isIn(loosened({true, true}).deadlocks, locks)) {
      ++result_[Count::UnreachableTry];
    } else if (loosened({true, true}).stuck != 0) {
      ++result_[Count::UnreachableMasked];
    } else {
      complain(Count::UnreachableOther, name(locks));
    }
  }

  void compareDoubles(const Recording& recording, const Analysis& analysis) {
    const auto isReachable = [&](std::uint8_t lock) {
      return isIn(explored_.deadlocks, Locks{lock});
    };
    std::set<std::uint8_t> told;
    for (const auto& found : analysis.doubleLocks) {
      const auto lock = static_cast<std::uint8_t>(found.lock);
      if (found.isRefused) continue;
      told.insert(lock);
      ++result_[Count::Doubles];
      if (isReachable(lock)) continue;
      if (found.writer && isIn(loosened({true, true}).deadlocks, Locks{lock}))
        ++result_[Count::DoublesUnreachableSoft];
      else
        complain(Count::DoublesUnreachable, name(Locks{lock}));
    }
    std::set<std::uint8_t> missed;
    for (const Deadlock& deadlock : explored_.deadlocks) {
      if (deadlock.locks.size() != 1 || told.contains(deadlock.locks[0])) continue;
      const bool isSemaphore = deadlock.locks[0] < program_.locks.size() &&
                               program_.locks[deadlock.locks[0]] == Kind::Semaphore;
      // Who holds a semaphore may wait for a post.
      if (isSemaphore || !wasSeen(deadlock, recording)) continue;
      // The writer behind which a reader waits may not have ended, and so not have been written.
      if (recording.isStuck && program_.locks[deadlock.locks[0]] == Kind::PreferWriter) continue;
      if (missed.insert(deadlock.locks[0]).second)
        complain(Count::DoublesMissed, name(deadlock.locks));
    }
  }

  static bool isJoin(const Recording& recording, const HeldWait& found) {
    return recording.trace.waits[found.wait].kind == lockgraph::Meeting::Thread;
  }

  // Some interleaving stops with this thread in this wait, while another one wants the lock.
  static bool isStarving(const Exploration& explored, const Recording& recording,
                         const HeldWait& found, bool onlySeen) {
    const lockgraph::Wait& wait = recording.trace.waits[found.wait];
    const auto lock = static_cast<std::uint8_t>(wait.held[found.held].lock);
    return std::any_of(
        explored.starved.begin(), explored.starved.end(), [&](const Starved& starved) {
          return std::get<0>(starved.waiter) == static_cast<std::size_t>(wait.thread) &&
                 std::get<1>(starved.waiter) == recording.waits[found.wait] &&
                 starved.lock == lock &&
                 (!onlySeen ||
                  (starved.isCause && recording.seen.contains(starved.waiter) &&
                   recording.seen.contains(starved.needer) &&
                   std::get<0>(starved.needer) == static_cast<std::size_t>(found.needing)));
        });
  }

  void compareWaits(const Recording& recording, const Analysis& analysis) {
    using Told = std::tuple<std::size_t, std::size_t, std::uint8_t>;
    std::set<Told> told;
    for (const HeldWait& found : analysis.heldWaits) {
      const lockgraph::Wait& wait = recording.trace.waits[found.wait];
      const auto lock = static_cast<std::uint8_t>(wait.held[found.held].lock);
      const Told place{static_cast<std::size_t>(wait.thread), recording.waits[found.wait], lock};
      const std::string what = waitName(recording, found);
      if (found.confidence == Confidence::RuledOut) {
        ++result_[Count::WaitsRuledOut];
        if (isStarving(explored_, recording, found, true))
          complain(Count::WaitsRuledOutReachable, what);
        continue;
      }
      told.insert(place);
      const bool isReachable = isStarving(explored_, recording, found, false);
      if (found.confidence == Confidence::Possible) {
        ++result_[Count::WaitsPossible];
        result_[Count::WaitsPossibleUnreachable] += isReachable ? 0 : 1;
        continue;
      }
      ++result_[Count::Waits];
      result_[Count::Joins] += isJoin(recording, found) ? 1 : 0;
      if (isReachable) continue;
      if (isJoin(recording, found)) ++result_[Count::JoinsUnreachable];
      explainWait(recording, found);
      complain(Count::WaitsUnreachable, what);
    }
    countStarving(recording, told);
  }

  void explainWait(const Recording& recording, const HeldWait& found) {
    const auto thread = static_cast<std::size_t>(recording.trace.waits[found.wait].thread);
    const std::size_t place = recording.waits[found.wait];
    Loosened how{true, true};
    if (place < program_.threads[thread].size()) how.kept = program_.threads[thread][place];
    const Exploration all = explore(program_, 8 * effort_.maxStates, how);
    if (isStarving(all, recording, found, false))
      ++result_[Count::WaitsUnreachableSoft];
    else if (all.stuck != 0)
      ++result_[Count::WaitsUnreachableMasked];
    else
      ++result_[Count::WaitsUnreachableOther];
  }

  void countStarving(const Recording& recording,
                     const std::set<std::tuple<std::size_t, std::size_t, std::uint8_t>>& told) {
    std::set<std::tuple<std::size_t, std::size_t, std::uint8_t>> seen;
    for (const Starved& starved : explored_.starved) {
      if (!starved.isCause || !recording.seen.contains(starved.waiter) ||
          !recording.seen.contains(starved.needer))
        continue;
      const auto thread = std::get<0>(starved.waiter);
      const auto place = std::get<1>(starved.waiter);
      if (!seen.insert({thread, place, starved.lock}).second) continue;
      const bool isTold = told.contains({thread, place, starved.lock});
      const bool ofJoin = place < program_.threads[thread].size() &&
                          program_.threads[thread][place].act == Act::Join;
      ++result_[ofJoin ? Count::StarvingJoins : Count::Starving];
      if (isTold)
        ++result_[ofJoin ? Count::StarvingJoinsTold : Count::StarvingTold];
      else
        ++result_[ofJoin ? Count::StarvingJoinsMissed : Count::StarvingMissed];
    }
  }

  const Program& program_;
  Effort effort_;
  Exploration explored_;
  std::array<std::optional<Exploration>, 4> loosened_;
  Judged result_;
};

}  // namespace

void Judged::add(const Judged& other) {
  for (std::size_t i = 0; i < kCounts; ++i) counts[i] += other.counts[i];
  complaints.insert(complaints.end(), other.complaints.begin(), other.complaints.end());
}

Judged judge(const Program& program, std::uint64_t seed, const Effort& effort) {
  return Judge(program, effort).run(seed);
}

std::vector<std::string> verdicts(const Program& program, std::uint64_t seed) {
  for (std::uint64_t attempt = 0; attempt < 100; ++attempt) {
    const Recording recording = record(program, seed + attempt);
    if (recording.isStuck) continue;
    return wordsOf(recording, lockgraph::analyse(recording.trace));
  }
  return {};
}

}  // namespace gordian::oracle
