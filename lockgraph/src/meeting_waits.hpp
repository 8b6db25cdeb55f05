// Waits for conditions, semaphores, barriers and futexes with a lock held that the wakers need.
//
// A wait for a signal can be ended by anybody: it lasts for ever only if everybody who was seen to
// signal the object has to take the lock first. One thread that signals without it (or, after it
// has asked for the lock once, signals again and again) is a waker who keeps the wait from lasting.
// Proof of what is likely: let the waiter take the lock, and wait, before each waker asks for it.
// The waiter waits for what it waited for in this run; what a waker could have told it about itself
// lies behind that acquisition (WakerNeeds says how that is known), and none gets past it.
// At a barrier every party of a round must come, so one that needs the lock is enough; there the
// waiter waits in any case, and near is as good as awaited: both had the lock between the same two
// rounds, in this order or the other.
//
// Soft order, by which the waiter may have been told that a waker is past the lock, never refutes.
#pragma once

#include <gordian/lockgraph/analysis.hpp>

#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "budget.hpp"
#include "order.hpp"
#include "soft_order.hpp"
#include "waker_needs.hpp"

namespace gordian::lockgraph {

class MeetingWaits {
 public:
  MeetingWaits(const Trace& trace, HappensBefore& order, SoftOrder& softOrder, Budget& budget);

  // trace.waits[wait] with what it holds by held[held]; none: it can be ended.
  std::optional<HeldWait> judge(std::size_t wait, std::size_t held);

 private:
  // How one thread signals the object.
  struct Waker {
    bool hasFree = false;     // also without the lock
    bool hasUnknown = false;  // where that is not known
    SignalNeed best;
    std::size_t signal = 0;  // of `best`
  };
  using Wakers = std::map<ThreadId, Waker>;

  bool collect(const Wait& wait, const HeldLock& held, Wakers& wakers);
  bool isLostOn(const Wait& wait) const;
  bool hasWaitedBefore(std::size_t number, const HeldLock& held) const;
  bool isBeforeTheWaiter(const Signal& signal, const Wait& wait, const HeldLock& held) const;
  std::optional<Reason> whyPastTheLock(ThreadId waker, const Wait& wait, const HeldLock& held);
  void addGates(const Wait& wait, const HeldLock& held, HeldWait& found) const;
  bool isOwnWaker(const Wait& wait) const;
  bool isLikeALock(const Wait& wait, const Wakers& wakers) const;
  std::optional<HeldWait> judgeSignals(const Wait& wait, const Wakers& wakers) const;
  std::optional<HeldWait> judgeParties(const Wakers& wakers) const;

  const Trace& trace_;
  HappensBefore& order_;
  SoftOrder& softOrder_;
  Budget& budget_;
  WakerNeeds needs_;
  std::map<std::pair<Meeting, std::uint32_t>, std::vector<std::size_t>> signals_;
  std::map<std::tuple<ThreadId, Meeting, std::uint32_t>, std::vector<std::size_t>> waits_;
  std::set<std::pair<std::uint32_t, ThreadId>> futexWaiters_;
};

}  // namespace gordian::lockgraph
