#include "births.hpp"

#include <algorithm>

#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

// Each time that was counted is known.
bool isAllKnown(const Dependency& d) {
  const auto isOne = [](const Stretch& stretch) { return stretch.first == stretch.last; };
  return d.count <= d.occurrences.size() + d.stretches.size() &&
         std::all_of(d.stretches.begin(), d.stretches.end(), isOne);
}

bool isRwLock(LockKind kind) {
  return kind == LockKind::RwLock || kind == LockKind::RwLockPreferWriter;
}

}  // namespace

Births::Births(const Trace& trace, HappensBefore& order) : trace_(trace), order_(order) {
  isRelevant_ = !trace.rounds.empty() ||
                std::any_of(trace.threads.begin(), trace.threads.end(),
                            [](const Thread& thread) { return !thread.parentHolds.empty(); });
  if (!isRelevant_) return;
  for (const Use& use : trace.uses) {
    const Taken taken{use.first, 0, use.firstSegment, 0};
    if (use.first != 0) {
      Taken& first = blocking_[{use.thread, use.lock}];
      if (first.moment == 0 || use.first < first.moment) first = taken;
    }
    if (use.acquisition == Acquisition::Blocking) add({use.thread, use.lock}, use.mode, taken);
  }
  for (const Dependency& d : trace.dependencies) {
    if (d.acquisition != Acquisition::Blocking || d.reentrant) continue;
    const Occurrence& first = d.occurrences.front();
    add({d.thread, d.lock}, d.mode, {0, first.sequence, 0, first.segment});
  }
}

void Births::add(Key key, Mode mode, const Taken& taken) {
  const auto keepFirst = [&](std::map<Key, Taken>& all) {
    Taken& known = all[key];
    if (taken.moment != 0 && (known.moment == 0 || taken.moment < known.moment)) {
      known.moment = taken.moment;
      known.momentSegment = taken.momentSegment;
    }
    if (taken.sequence != 0 && (known.sequence == 0 || taken.sequence < known.sequence)) {
      known.sequence = taken.sequence;
      known.sequenceSegment = taken.sequenceSegment;
    }
  };
  keepFirst(any_);
  if (mode == Mode::Exclusive) keepFirst(exclusive_);
}

// In which segments the child took the lock before it made the dependency for the first time.
std::vector<Segment> Births::takenBefore(ThreadId child, LockId lock, Mode held,
                                         DependencyId later) const {
  const auto& all = held == Mode::Exclusive ? any_ : exclusive_;
  std::vector<Segment> result;
  const auto known = all.find({child, lock});
  if (known == all.end()) return result;
  const Dependency& d = at(trace_, later);
  if (known->second.sequence != 0 && known->second.sequence < d.occurrences.front().sequence)
    result.push_back(known->second.sequenceSegment);
  // What is held innermost was acquired later than with nothing held before it.
  if (known->second.moment != 0 && !d.held.empty() && known->second.moment < d.held.back().serial)
    result.push_back(known->second.momentSegment);
  return result;
}

// The creator created the child, or a forebear, in this stretch of holding.
bool Births::isBorn(ThreadId child, ThreadId creator, LockId lock, std::uint32_t serial) const {
  for (std::size_t steps = 0; steps < trace_.threads.size(); ++steps) {
    const Thread& thread = trace_.threads[index(child)];
    if (!thread.parent) return false;
    child = *thread.parent;
    if (child == creator)
      return std::any_of(
          thread.parentHolds.begin(), thread.parentHolds.end(),
          [&](const Hold& hold) { return hold.lock == lock && hold.serial == serial; });
  }
  return false;
}

// The stretch is its holder's first one, and begun in a segment before all that.
bool Births::isBegunBefore(ThreadId holder, const HeldLock& held, ThreadId child,
                           const std::vector<Segment>& taken) const {
  const auto first = blocking_.find({holder, held.lock});
  if (first == blocking_.end() || first->second.moment != held.serial) return false;
  return std::all_of(taken.begin(), taken.end(), [&](Segment segment) {
    return order_.precedes({holder, first->second.momentSegment}, {child, segment});
  });
}

bool Births::isOver(DependencyId earlier, const std::vector<Guard>& guards, ThreadId child,
                    DependencyId later) const {
  if (!isRelevant_) return false;
  const Dependency& d = at(trace_, earlier);
  for (const Guard& guard : guards) {
    if (guard.holder == child) continue;
    // How the guard is held is not recorded: perhaps shared.
    const bool maybeShared = isRwLock(trace_.locks[index(guard.lock)].kind);
    const Mode mode = maybeShared ? Mode::Shared : Mode::Exclusive;
    if (isBorn(child, guard.holder, guard.lock, guard.serial) &&
        !takenBefore(child, guard.lock, mode, later).empty())
      return true;
  }
  if (!isAllKnown(d)) return false;
  const Dependency* at = &d;
  while (true) {
    for (const HeldLock& held : at->held) {
      if (trace_.locks[index(held.lock)].tainted) continue;
      const std::vector<Segment> taken = takenBefore(child, held.lock, held.mode, later);
      if (taken.empty()) continue;
      if (isBorn(child, d.thread, held.lock, held.serial) ||
          isBegunBefore(d.thread, held, child, taken))
        return true;
    }
    if (!at->base) return false;
    at = &lockgraph::at(trace_, *at->base);
  }
}

}  // namespace gordian::lockgraph
