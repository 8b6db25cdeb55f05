#include "held_waits.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "budget.hpp"
#include "ids.hpp"
#include "join_needs.hpp"
#include "order.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::size_t kSteps = 20'000'000;

bool conflict(Mode a, Mode b) {
  return a == Mode::Exclusive || b == Mode::Exclusive;
}

// What a dependency holds, its bases included.
template <class Visit>
void forEachHeld(const Trace& trace, const Dependency& dependency, Visit visit) {
  const Dependency* at = &dependency;
  while (true) {
    for (const HeldLock& held : at->held) visit(held.lock, held.mode);
    if (!at->base) return;
    at = &trace.dependencies[index(*at->base)];
    visit(at->lock, at->mode);
  }
}

const HeldLock* find(const std::vector<HeldLock>& held, LockId lock) {
  const auto place =
      std::find_if(held.begin(), held.end(), [&](const HeldLock& one) { return one.lock == lock; });
  return place == held.end() ? nullptr : &*place;
}

class Search {
 public:
  Search(const Trace& trace, std::vector<std::string>& cut)
      : trace_(trace), cut_(cut), order_(trace), needs_(trace), budget_(kSteps) {
    for (std::size_t i = 0; i < trace.signals.size(); ++i) {
      const Signal& signal = trace.signals[i];
      signals_[{signal.kind, signal.object}].push_back(i);
    }
  }

  std::vector<HeldWait> run() {
    for (std::size_t i = 0; i < trace_.waits.size() && !budget_.isSpent(); ++i) {
      if (trace_.waits[i].kind == Meeting::Thread)
        judgeJoin(i);
      else
        judgeMeeting(i);
    }
    if (budget_.isSpent())
      cut_.push_back("there are more waits with locks held than were compared");
    std::vector<HeldWait> result;
    for (auto& [unused, found] : best_) result.push_back(std::move(found));
    std::stable_sort(result.begin(), result.end(), [](const HeldWait& a, const HeldWait& b) {
      return a.confidence > b.confidence;
    });
    return result;
  }

 private:
  // Equal lock class and stack are one finding: the most certain one, and of those the first.
  void keep(HeldWait&& found) {
    const Wait& wait = trace_.waits[found.wait];
    const Lock& lock = trace_.locks[index(wait.held[found.held].lock)];
    const auto [place, isNew] = best_.try_emplace({lock.lockClass, wait.kind, wait.stack}, found);
    if (!isNew && found.confidence > place->second.confidence) place->second = std::move(found);
  }

  void judgeJoin(std::size_t number) {
    const Wait& wait = trace_.waits[number];
    std::map<ThreadId, ThreadId> from;  // who joins whom, on the way there
    std::vector<ThreadId> open{ThreadId{wait.object}};
    from.emplace(open.front(), wait.thread);
    for (std::size_t next = 0; next < open.size(); ++next) {
      const ThreadId thread = open[next];
      const auto& needs = needs_.of(thread);
      if (!budget_.take(1 + needs.size() * wait.held.size())) return;
      for (const Need& need : needs) {
        for (std::size_t i = 0; i < wait.held.size(); ++i) {
          if (wait.held[i].lock != need.lock) continue;
          HeldWait found = judgeNeed(wait, wait.held[i], thread, need);
          found.wait = number;
          found.held = i;
          for (ThreadId at = thread; at != wait.thread; at = from.at(at)) found.chain.push_back(at);
          std::reverse(found.chain.begin(), found.chain.end());
          keep(std::move(found));
        }
      }
      for (const ThreadId joined : needs_.joinedBy(thread))
        if (joined != wait.thread && from.emplace(joined, thread).second) open.push_back(joined);
    }
  }

  HeldWait judgeNeed(const Wait& wait, const HeldLock& held, ThreadId thread, const Need& need) {
    HeldWait found;
    found.needing = thread;
    found.dependency = need.dependency;
    found.use = need.use;
    if (need.dependency) {
      forEachHeld(trace_, at(trace_, *need.dependency), [&](LockId lock, Mode mode) {
        const HeldLock* gate = lock == held.lock ? nullptr : find(wait.held, lock);
        if (gate != nullptr && conflict(gate->mode, mode)) found.gates.push_back(lock);
      });
    }
    if (!conflict(held.mode, need.mode)) {
      found.reason = Reason::ReadersOnly;
    } else if (need.acquisition == Acquisition::Try) {
      found.reason = Reason::TryOnly;
    } else if (order_.precedes({thread, need.segment}, {wait.thread, wait.segment})) {
      found.reason = Reason::Ordered;
    } else if (!found.gates.empty()) {
      found.reason = Reason::GateLock;
    } else if (wait.timed || need.acquisition == Acquisition::Timed) {
      found.confidence = Confidence::Possible;
      found.reason = Reason::Timed;
    } else if (held.afterWait) {
      found.confidence = Confidence::Possible;
      found.reason = Reason::Handshake;
    } else {
      found.confidence = Confidence::Likely;
    }
    if (found.reason != Reason::GateLock) found.gates.clear();
    return found;
  }

  // Conditions, semaphores and barriers: all others who come there hold the lock.
  void judgeMeeting(std::size_t number) {
    const Wait& wait = trace_.waits[number];
    for (std::size_t i = 0; i < wait.held.size(); ++i) {
      if (trace_.locks[index(wait.held[i].lock)].tainted) continue;
      HeldWait found;
      found.wait = number;
      found.held = i;
      if (wait.kind == Meeting::Barrier ? !othersAtBarrier(wait, wait.held[i], found)
                                        : !signalsUnder(wait, wait.held[i], found))
        continue;
      found.confidence = wait.timed || wait.counts ? Confidence::Possible : Confidence::Likely;
      found.reason = wait.timed ? Reason::Timed : wait.counts ? Reason::Counting : Reason::None;
      keep(std::move(found));
    }
  }

  bool needsHeld(const std::vector<HeldLock>& others, const HeldLock& held) const {
    const HeldLock* other = find(others, held.lock);
    return other != nullptr && conflict(other->mode, held.mode);
  }

  bool signalsUnder(const Wait& wait, const HeldLock& held, HeldWait& found) {
    const auto known = signals_.find({wait.kind, wait.object});
    if (known == signals_.end()) return false;
    for (const std::size_t number : known->second) {
      const Signal& signal = trace_.signals[number];
      if (!budget_.take()) return false;
      if (signal.thread == wait.thread) continue;
      const Point signalled{signal.thread, signal.segment};
      const Point waited{wait.thread, wait.segment};
      // What came before is lost on a condition, and kept by a semaphore.
      if (order_.precedes(waited, signalled)) continue;
      if (order_.precedes(signalled, waited)) {
        if (wait.kind == Meeting::Semaphore) return false;
        continue;
      }
      if (!needsHeld(signal.held, held)) return false;
      if (found.signal) continue;
      found.signal = number;
      found.needing = signal.thread;
    }
    return found.signal.has_value();
  }

  // Another party that must come, and was only ever seen to come with the lock.
  bool othersAtBarrier(const Wait& wait, const HeldLock& held, HeldWait& found) {
    const auto known = signals_.find({wait.kind, wait.object});
    if (known == signals_.end()) return false;
    std::map<ThreadId, std::optional<std::size_t>> needing;  // none: comes without it too
    for (const std::size_t number : known->second) {
      const Signal& signal = trace_.signals[number];
      if (!budget_.take()) return false;
      if (signal.thread == wait.thread) continue;
      if (order_.isOrdered({signal.thread, signal.segment}, {wait.thread, wait.segment})) continue;
      const auto place = needing.emplace(signal.thread, number).first;
      if (!needsHeld(signal.held, held)) place->second.reset();
    }
    for (const auto& [thread, number] : needing) {
      if (!number) continue;
      found.signal = number;
      found.needing = thread;
      return true;
    }
    return false;
  }

  const Trace& trace_;
  std::vector<std::string>& cut_;
  HappensBefore order_;
  JoinNeeds needs_;
  Budget budget_;
  std::map<std::pair<Meeting, std::uint32_t>, std::vector<std::size_t>> signals_;
  std::map<std::tuple<std::uint32_t, Meeting, StackId>, HeldWait> best_;
};

}  // namespace

std::vector<HeldWait> findHeldWaits(const Trace& trace, std::vector<std::string>& cut) {
  if (trace.waits.empty()) return {};
  return Search(trace, cut).run();
}

}  // namespace gordian::lockgraph
