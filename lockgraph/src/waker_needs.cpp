#include "waker_needs.hpp"

#include <algorithm>

#include "ids.hpp"

namespace gordian::lockgraph {

const HeldLock* findHeld(const std::vector<HeldLock>& held, LockId lock) {
  const auto place =
      std::find_if(held.begin(), held.end(), [&](const HeldLock& one) { return one.lock == lock; });
  return place == held.end() ? nullptr : &*place;
}

WakerNeeds::WakerNeeds(const Trace& trace, HappensBefore& order) : trace_(trace), order_(order) {
  if (trace.signals.empty()) return;
  std::vector<bool> isWanted(trace.locks.size());
  for (const Wait& wait : trace.waits) {
    if (wait.kind == Meeting::Thread) continue;
    for (const HeldLock& held : wait.held) isWanted[index(held.lock)] = true;
    if (wait.mutex) isWanted[index(*wait.mutex)] = true;
  }
  for (std::size_t i = 0; i < trace.uses.size(); ++i) {
    const Use& use = trace.uses[i];
    if (isWanted[index(use.lock)]) uses_[{use.thread, use.lock}].push_back(i);
  }
  for (std::uint32_t i = 0; i < trace.dependencies.size(); ++i) {
    const Dependency& d = trace.dependencies[i];
    if (isWanted[index(d.lock)] && !d.reentrant)
      dependencies_[{d.thread, d.lock}].push_back(static_cast<DependencyId>(i));
  }
}

// An acquisition that blocks while the waiter holds the lock, and that can come after the waiter's.
bool WakerNeeds::isNeed(const Wait& wait, const HeldLock& held, Mode mode, Acquisition acquisition,
                        Point asked) const {
  return acquisition == Acquisition::Blocking && conflict(mode, held.mode) &&
         !order_.precedes(asked, {wait.thread, wait.segment});
}

SignalNeed WakerNeeds::of(const Signal& signal, const Wait& wait, const HeldLock& held) const {
  if (const HeldLock* own = findHeld(signal.held, held.lock))
    return {
        conflict(own->mode, held.mode) && !own->isTried ? Needing::Held : Needing::No, {}, {}, {}};
  if (signal.inHandler) return {};
  for (std::size_t i = 0; i < signal.needs.size(); ++i) {
    const WakerNeed& need = signal.needs[i];
    if (need.lock != held.lock) continue;
    if (!need.isNear ||
        !isNeed(wait, held, need.mode, need.acquisition, {signal.thread, need.segment}))
      return {};
    return {need.isAwaited ? Needing::Awaited : Needing::Near, i, {}, {}};
  }
  SignalNeed found = fromUses(signal, wait, held);
  if (found.needing != Needing::Near) fromDependencies(signal, wait, held, found);
  return found;
}

std::vector<LockId> WakerNeeds::gatesOf(ThreadId thread, const Wait& wait,
                                        const HeldLock& held) const {
  std::vector<LockId> gates;
  if (uses_.contains({thread, held.lock})) return gates;
  const auto known = dependencies_.find({thread, held.lock});
  if (known == dependencies_.end()) return gates;
  for (const DependencyId id : known->second) {
    const std::size_t before = gates.size();
    const auto look = [&](LockId lock, Mode mode) {
      const HeldLock* own = lock == held.lock ? nullptr : findHeld(wait.held, lock);
      if (own != nullptr && conflict(own->mode, mode)) gates.push_back(lock);
    };
    const Dependency* d = &at(trace_, id);
    while (true) {
      for (const HeldLock& one : d->held) look(one.lock, one.mode);
      if (!d->base) break;
      d = &at(trace_, *d->base);
      look(d->lock, d->mode);
    }
    if (gates.size() == before) return {};
  }
  std::sort(gates.begin(), gates.end());
  gates.erase(std::unique(gates.begin(), gates.end()), gates.end());
  return gates;
}

std::optional<Reason> WakerNeeds::whyPast(ThreadId thread, const Wait& wait, const HeldLock& held,
                                          SoftOrder& softOrder) const {
  std::optional<Reason> why;
  const auto isPast = [&](const auto& asked) {
    const bool isBefore = softOrder.isBefore(asked, wait);
    if (!isBefore && !softOrder.isAnnounced(asked, wait)) return false;
    if (!isBefore || !why) why = isBefore ? Reason::SoftOrder : Reason::Handshake;
    return true;
  };
  if (const auto known = uses_.find({thread, held.lock}); known != uses_.end()) {
    for (const std::size_t number : known->second) {
      const Use& use = trace_.uses[number];
      if (isNeed(wait, held, use.mode, use.acquisition, {thread, use.segment}) && !isPast(use))
        return std::nullopt;
    }
  }
  if (const auto known = dependencies_.find({thread, held.lock}); known != dependencies_.end()) {
    for (const DependencyId id : known->second) {
      const Dependency& d = at(trace_, id);
      const Point last{thread, d.occurrences.back().segment};
      if (isNeed(wait, held, d.mode, d.acquisition, last) && !isPast(id)) return std::nullopt;
    }
  }
  return why;
}

const Use* WakerNeeds::useOf(ThreadId thread, const HeldLock& own) const {
  const auto known = uses_.find({thread, own.lock});
  if (known == uses_.end()) return nullptr;
  for (const std::size_t number : known->second)
    if (trace_.uses[number].first == own.serial) return &trace_.uses[number];
  return nullptr;
}

std::size_t WakerNeeds::costOf(const Signal& signal, const HeldLock& held) const {
  const auto sizeOf = [&](const auto& map) {
    const auto known = map.find({signal.thread, held.lock});
    return known == map.end() ? 0 : known->second.size();
  };
  return 1 + signal.held.size() + signal.needs.size() + sizeOf(uses_) + sizeOf(dependencies_);
}

SignalNeed WakerNeeds::fromUses(const Signal& signal, const Wait& wait,
                                const HeldLock& held) const {
  SignalNeed found;
  const auto known = uses_.find({signal.thread, held.lock});
  if (known == uses_.end()) return found;
  for (const std::size_t number : known->second) {
    const Use& use = trace_.uses[number];
    if (use.first == 0 || use.first > signal.order) continue;
    if (!isNeed(wait, held, use.mode, use.acquisition, {use.thread, use.firstSegment})) continue;
    found = {Needing::Unknown, {}, number, {}};
    if (use.first > signal.waitedAt && tookMutexOnce(signal, wait, use)) {
      found.needing = Needing::Near;
      return found;
    }
  }
  return found;
}

// Only where nothing else was held, or it is held still: a dependency has no place on the clock.
bool WakerNeeds::tookMutexOnce(const Signal& signal, const Wait& wait, const Use& asked) const {
  if (wait.kind != Meeting::Condition) return true;
  if (!wait.mutex || dependencies_.contains({signal.thread, *wait.mutex})) return false;
  const auto known = uses_.find({signal.thread, *wait.mutex});
  if (known == uses_.end() || known->second.size() != 1) return false;
  const Use& mutex = trace_.uses[known->second.front()];
  if (mutex.count != 1 || mutex.first > signal.order) return false;
  return mutex.first > asked.first || findHeld(signal.held, *wait.mutex) != nullptr;
}

void WakerNeeds::fromDependencies(const Signal& signal, const Wait& wait, const HeldLock& held,
                                  SignalNeed& found) const {
  const auto known = dependencies_.find({signal.thread, held.lock});
  if (known == dependencies_.end()) return;
  for (const DependencyId id : known->second) {
    const Dependency& d = at(trace_, id);
    const Occurrence& first = d.occurrences.front();
    if (first.sequence >= signal.sequence) continue;
    if (!isNeed(wait, held, d.mode, d.acquisition, {d.thread, first.segment})) continue;
    found = {Needing::Unknown, {}, {}, id};
    // What is held around it was acquired before; that the mutex was taken once is not known.
    if (wait.kind == Meeting::Condition || d.held.empty()) continue;
    if (d.held.back().serial <= signal.waitedAt) continue;
    found.needing = Needing::Near;
    return;
  }
}

}  // namespace gordian::lockgraph
