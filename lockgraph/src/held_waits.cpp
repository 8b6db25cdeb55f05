#include "held_waits.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "budget.hpp"
#include "ids.hpp"
#include "join_needs.hpp"
#include "meeting_waits.hpp"
#include "order.hpp"
#include "soft_order.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::size_t kSteps = 20'000'000;

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

class Search {
 public:
  Search(const Trace& trace, std::vector<std::string>& cut)
      : trace_(trace),
        cut_(cut),
        order_(trace),
        softOrder_(trace, order_),
        needs_(trace),
        budget_(kSteps),
        meetings_(trace, order_, softOrder_, budget_) {}

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

  void judgeMeeting(std::size_t number) {
    for (std::size_t i = 0; i < trace_.waits[number].held.size(); ++i)
      if (auto found = meetings_.judge(number, i)) keep(std::move(*found));
  }

  // Of the kind that prefers writers, a reader waits behind one that waits for another reader.
  // Whether somebody can do so at that time is left open.
  bool mayWaitBehindWriter(const HeldLock& held) const {
    return trace_.locks[index(held.lock)].kind == LockKind::RwLockPreferWriter;
  }

  bool isOverBefore(const Need& need, const Wait& wait) {
    return need.dependency ? softOrder_.isBefore(*need.dependency, wait)
                           : need.use && softOrder_.isBefore(trace_.uses[*need.use], wait);
  }

  bool isAnnounced(const Need& need, const Wait& wait) const {
    return need.dependency ? softOrder_.isAnnounced(*need.dependency, wait)
                           : need.use && softOrder_.isAnnounced(trace_.uses[*need.use], wait);
  }

  HeldWait judgeNeed(const Wait& wait, const HeldLock& held, ThreadId thread, const Need& need) {
    HeldWait found;
    found.needing = thread;
    found.dependency = need.dependency;
    found.use = need.use;
    if (need.dependency) {
      forEachHeld(trace_, at(trace_, *need.dependency), [&](LockId lock, Mode mode) {
        const HeldLock* gate = lock == held.lock ? nullptr : findHeld(wait.held, lock);
        if (gate != nullptr && conflict(gate->mode, mode)) found.gates.push_back(lock);
      });
    }
    const bool isBehindWriter = !conflict(held.mode, need.mode) && mayWaitBehindWriter(held);
    if (!conflict(held.mode, need.mode) && !isBehindWriter) {
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
    } else if (isBehindWriter) {
      found.confidence = Confidence::Possible;
      found.reason = Reason::ReadersOnly;
    } else if (isOverBefore(need, wait)) {
      found.confidence = Confidence::Possible;
      found.reason = Reason::SoftOrder;
    } else if (isAnnounced(need, wait)) {
      found.confidence = Confidence::Possible;
      found.reason = Reason::Handshake;
    } else {
      found.confidence = Confidence::Likely;
    }
    if (found.reason != Reason::GateLock) found.gates.clear();
    return found;
  }

  const Trace& trace_;
  std::vector<std::string>& cut_;
  HappensBefore order_;
  SoftOrder softOrder_;
  JoinNeeds needs_;
  Budget budget_;
  MeetingWaits meetings_;
  std::map<std::tuple<std::uint32_t, Meeting, StackId>, HeldWait> best_;
};

}  // namespace

std::vector<HeldWait> findHeldWaits(const Trace& trace, std::vector<std::string>& cut) {
  if (trace.waits.empty()) return {};
  return Search(trace, cut).run();
}

}  // namespace gordian::lockgraph
