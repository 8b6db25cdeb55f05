#include "meeting_waits.hpp"

#include <algorithm>

#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

HeldWait evidenceOf(ThreadId thread, std::size_t signal, const SignalNeed& need) {
  HeldWait found;
  found.needing = thread;
  found.signal = signal;
  found.need = need.need;
  found.use = need.use;
  found.dependency = need.dependency;
  return found;
}

void weaken(HeldWait& found, Reason reason) {
  if (found.confidence == Confidence::Likely) {
    found.confidence = Confidence::Possible;
    found.reason = reason;
  } else if (found.reason != reason) {
    found.confidence = Confidence::RuledOut;  // two open tests: too little to tell anybody
  }
}

}  // namespace

MeetingWaits::MeetingWaits(const Trace& trace, HappensBefore& order, SoftOrder& softOrder,
                           Budget& budget)
    : trace_(trace), order_(order), softOrder_(softOrder), budget_(budget), needs_(trace, order) {
  for (std::size_t i = 0; i < trace.signals.size(); ++i) {
    const Signal& signal = trace.signals[i];
    signals_[{signal.kind, signal.object}].push_back(i);
  }
  for (std::size_t i = 0; i < trace.waits.size(); ++i) {
    const Wait& wait = trace.waits[i];
    if (wait.kind == Meeting::Thread) continue;
    waits_[{wait.thread, wait.kind, wait.object}].push_back(i);
    if (wait.kind == Meeting::Futex) futexWaiters_.emplace(wait.object, wait.thread);
  }
}

std::optional<HeldWait> MeetingWaits::judge(std::size_t number, std::size_t place) {
  const Wait& wait = trace_.waits[number];
  const HeldLock& held = wait.held[place];
  if (trace_.locks[index(held.lock)].tainted) return std::nullopt;
  if (wait.kind == Meeting::Futex && wait.use == FutexUse::Unknown) return std::nullopt;
  Wakers wakers;
  if (hasWaitedBefore(number, held)) return std::nullopt;
  if (!collect(wait, held, wakers) || isLikeALock(wait, wakers)) return std::nullopt;
  auto found = wait.kind == Meeting::Barrier ? judgeParties(wakers) : judgeSignals(wait, wakers);
  if (!found) return std::nullopt;
  if (wait.timed) weaken(*found, Reason::Timed);
  if (wait.counts)
    weaken(*found, Reason::Counting);
  else if (wait.kind == Meeting::Semaphore && isOwnWaker(wait))
    return std::nullopt;  // it may take what it posted itself
  const bool isHeld = !found->need && !found->use && !found->dependency;
  if (held.afterWait && !isHeld) weaken(*found, Reason::Handshake);
  if (found->confidence == Confidence::Likely)
    if (const auto why = whyPastTheLock(found->needing, wait, held)) weaken(*found, *why);
  if (found->confidence == Confidence::RuledOut) return std::nullopt;
  if (isHeld) {
    const Signal& signal = trace_.signals[found->signal.value()];
    const Use* use = needs_.useOf(found->needing, *findHeld(signal.held, held.lock));
    if (use != nullptr && use->acquisition == Acquisition::Timed) weaken(*found, Reason::Timed);
    if (found->confidence == Confidence::RuledOut) return std::nullopt;
    const Confidence before = found->confidence;
    addGates(wait, held, *found);
    // It also asks for the lock without the gate, on its way or some other time.
    if (found->confidence == Confidence::RuledOut &&
        needs_.gatesOf(found->needing, wait, held).empty()) {
      if (before != Confidence::Likely) return std::nullopt;
      found->confidence = Confidence::Possible;
    }
  } else {
    // Of a thread that was killed, what it takes with nothing held need not be known.
    found->gates = needs_.gatesOf(found->needing, wait, held);
    if (!found->gates.empty()) weaken(*found, Reason::GateLock);
    if (found->confidence == Confidence::RuledOut) return std::nullopt;
  }
  found->wait = number;
  found->held = place;
  return found;
}

// In the same stretch of holding the lock: whoever had to signal then is past the lock, and that
// wait is the one to tell.
bool MeetingWaits::hasWaitedBefore(std::size_t number, const HeldLock& held) const {
  const Wait& wait = trace_.waits[number];
  if (wait.kind == Meeting::Barrier) return false;
  const auto& earlier = waits_.find({wait.thread, wait.kind, wait.object})->second;
  return std::any_of(earlier.begin(), earlier.end(), [&](std::size_t other) {
    if (other >= number) return false;
    const HeldLock* then = findHeld(trace_.waits[other].held, held.lock);
    return then != nullptr && then->serial == held.serial;
  });
}

// The waiter was told so, before it got the lock itself: the waker needs it no more.
std::optional<Reason> MeetingWaits::whyPastTheLock(ThreadId waker, const Wait& wait,
                                                   const HeldLock& held) {
  if (softOrder_.areSignalsBefore(waker, wait)) return Reason::SoftOrder;
  const auto& all = signals_.find({wait.kind, wait.object})->second;
  const bool isPast = std::any_of(all.begin(), all.end(), [&](std::size_t number) {
    const Signal& signal = trace_.signals[number];
    const HeldLock* own = signal.thread == waker ? findHeld(signal.held, held.lock) : nullptr;
    if (own == nullptr) return false;
    const Use* use = needs_.useOf(waker, *own);
    const Segment began = use != nullptr ? use->firstSegment : signal.segment;
    return softOrder_.isStretchBefore(signal, own->serial, began, wait);
  });
  return isPast ? Reason::SoftOrder : needs_.whyPast(waker, wait, held, softOrder_);
}

// The waker stops at the first of its locks that the waiter holds.
void MeetingWaits::addGates(const Wait& wait, const HeldLock& held, HeldWait& found) const {
  for (const HeldLock& outer : trace_.signals[*found.signal].held) {
    if (outer.lock == held.lock) break;
    const HeldLock* own = findHeld(wait.held, outer.lock);
    if (own != nullptr && conflict(own->mode, outer.mode)) found.gates.push_back(outer.lock);
  }
  if (found.gates.empty()) return;
  found.confidence = Confidence::RuledOut;
  found.reason = Reason::GateLock;
}

// The waiter was created while the lock was held that the signal was made under: it got the lock
// only afterwards.
bool MeetingWaits::isBeforeTheWaiter(const Signal& signal, const Wait& wait,
                                     const HeldLock& held) const {
  const Thread& waiter = trace_.threads[index(wait.thread)];
  const HeldLock* own = findHeld(signal.held, held.lock);
  return own != nullptr && waiter.parent == signal.thread &&
         std::any_of(waiter.parentHolds.begin(), waiter.parentHolds.end(), [&](const Hold& hold) {
           return hold.lock == own->lock && hold.serial == own->serial;
         });
}

// What came before the wait began is lost; elsewhere it is kept, and ends the wait at once.
bool MeetingWaits::isLostOn(const Wait& wait) const {
  return wait.kind == Meeting::Condition || wait.kind == Meeting::Barrier ||
         wait.use == FutexUse::Barrier;
}

bool MeetingWaits::collect(const Wait& wait, const HeldLock& held, Wakers& wakers) {
  const auto known = signals_.find({wait.kind, wait.object});
  if (known == signals_.end()) return false;
  const Point waited{wait.thread, wait.segment};
  for (const std::size_t number : known->second) {
    const Signal& signal = trace_.signals[number];
    if (!budget_.take(needs_.costOf(signal, held))) return false;
    if (signal.thread == wait.thread) continue;
    if (wait.kind == Meeting::Barrier && (wait.round == 0 || signal.round != wait.round)) continue;
    const Point signalled{signal.thread, signal.segment};
    if (order_.precedes(waited, signalled)) continue;
    if (order_.precedes(signalled, waited) || isBeforeTheWaiter(signal, wait, held)) {
      if (!isLostOn(wait)) return false;
      if (!signal.repeats) continue;
    }
    const auto [place, isNew] = wakers.try_emplace(signal.thread);
    Waker& waker = place->second;
    const SignalNeed need = needs_.of(signal, wait, held);
    waker.hasFree = waker.hasFree || need.needing == Needing::No;
    waker.hasUnknown = waker.hasUnknown || need.needing == Needing::Unknown;
    if (!isNew && need.needing <= waker.best.needing) continue;
    waker.best = need;
    waker.signal = number;
  }
  return !wakers.empty();
}

// What the waiter signals itself may be what it gets.
bool MeetingWaits::isOwnWaker(const Wait& wait) const {
  const auto& all = signals_.find({wait.kind, wait.object})->second;
  return std::any_of(all.begin(), all.end(), [&](std::size_t number) {
    return trace_.signals[number].thread == wait.thread;
  });
}

// What threads both wait for and wake is a lock of the program's own making: that it is free again
// is no message to anybody, and who takes it has its place in an order that is not seen.
bool MeetingWaits::isLikeALock(const Wait& wait, const Wakers& wakers) const {
  if (wait.kind != Meeting::Futex) return false;
  if (wait.use != FutexUse::Atomic && wait.use != FutexUse::Semaphore) return false;
  return isOwnWaker(wait) || std::any_of(wakers.begin(), wakers.end(), [&](const auto& waker) {
           return futexWaiters_.contains({wait.object, waker.first});
         });
}

std::optional<HeldWait> MeetingWaits::judgeSignals(const Wait& wait, const Wakers& wakers) const {
  // Whether a semaphore of C++ began above 0, and whether an atomic is a lock, is not known.
  const bool isVague = wait.use == FutexUse::Atomic || wait.use == FutexUse::Semaphore;
  std::optional<HeldWait> found;
  Needing best = Needing::No;
  bool isLikely = true;
  for (const auto& [thread, waker] : wakers) {
    const Needing needing = waker.best.needing;
    if (needing < Needing::Near) return std::nullopt;
    if (waker.hasFree && needing != Needing::Awaited) return std::nullopt;
    if (waker.hasUnknown && needing == Needing::Held) return std::nullopt;
    const bool isSure = needing == Needing::Held || (needing == Needing::Awaited && !isVague);
    isLikely = isLikely && isSure && !waker.hasFree;
    if (needing <= best) continue;
    best = needing;
    found = evidenceOf(thread, waker.signal, waker.best);
  }
  found->confidence = isLikely ? Confidence::Likely : Confidence::Possible;
  found->reason = isLikely ? Reason::None : Reason::Passed;
  return found;
}

std::optional<HeldWait> MeetingWaits::judgeParties(const Wakers& wakers) const {
  for (const auto& [thread, waker] : wakers) {
    if (waker.hasFree || waker.best.needing < Needing::Near) continue;
    HeldWait found = evidenceOf(thread, waker.signal, waker.best);
    found.confidence = Confidence::Likely;
    return found;
  }
  return std::nullopt;
}

}  // namespace gordian::lockgraph
