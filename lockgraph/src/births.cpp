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

Births::Births(const Trace& trace, HappensBefore& order,
               const std::vector<std::vector<Guard>>& guards)
    : trace_(trace), order_(order) {
  isRelevant_ = canBe(trace);
  if (!isRelevant_) return;
  joinedIn_ = findStretchesOfJoins(trace, guards);
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

bool Births::canBe(const Trace& trace) {
  return !trace.rounds.empty() ||
         std::any_of(trace.threads.begin(), trace.threads.end(),
                     [](const Thread& thread) { return !thread.parentHolds.empty(); });
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

// When what is held innermost was acquired, or something outside of it; 0: not known.
std::uint32_t Births::innermostSerial(const Dependency& d) const {
  const Dependency* one = &d;
  while (one->held.empty() && one->base) one = &at(trace_, *one->base);
  return one->held.empty() ? 0 : one->held.back().serial;
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
  if (known->second.moment != 0 && known->second.moment < innermostSerial(d))
    result.push_back(known->second.momentSegment);
  return result;
}

// The creator created the child, or a forebear of it, in this stretch, and the child took the lock
// before `later`; or a forebear had taken it when it created the next one. `hasTaken`: something
// else shows that they are not at once.
bool Births::isBorn(ThreadId child, const Guard& stretch, Mode mode, DependencyId later,
                    bool hasTaken) const {
  hasTaken = hasTaken || !takenBefore(child, stretch.lock, mode, later).empty();
  for (std::size_t steps = 0; steps < trace_.threads.size(); ++steps) {
    const Thread& thread = trace_.threads[index(child)];
    if (!thread.parent) return false;
    child = *thread.parent;
    if (child == stretch.holder) {
      const auto isIt = [&](const Hold& hold) {
        return hold.lock == stretch.lock && hold.serial == stretch.serial;
      };
      return hasTaken && std::any_of(thread.parentHolds.begin(), thread.parentHolds.end(), isIt);
    }
    hasTaken = hasTaken || hasTakenUpTo(child, stretch.lock, mode, thread.parentSegment);
  }
  return false;
}

// Whoever did it held the lock in a mode that excludes `mode`.
bool Births::holdsAgainst(DependencyId done, LockId lock, Mode mode) const {
  const auto excludes = [&](LockId other, Mode otherMode) {
    return other == lock && (mode == Mode::Exclusive || otherMode == Mode::Exclusive);
  };
  const Dependency* one = &at(trace_, done);
  while (true) {
    for (const HeldLock& held : one->held)
      if (excludes(held.lock, held.mode)) return true;
    if (!one->base) return false;
    one = &at(trace_, *one->base);
    if (excludes(one->lock, one->mode)) return true;
  }
}

bool Births::hasTakenUpTo(ThreadId thread, LockId lock, Mode held, Segment last) const {
  const auto& all = held == Mode::Exclusive ? any_ : exclusive_;
  const auto known = all.find({thread, lock});
  if (known == all.end()) return false;
  const Taken& taken = known->second;
  return (taken.moment != 0 && taken.momentSegment <= last) ||
         (taken.sequence != 0 && taken.sequenceSegment <= last);
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

bool Births::isOver(DependencyId earlier, ThreadId child, DependencyId later) const {
  if (!isRelevant_) return false;
  const Dependency& d = at(trace_, earlier);
  for (const Guard& stretch : joinedIn_[index(d.thread)]) {
    if (stretch.holder == child) continue;
    // How the lock is held then is not recorded: perhaps shared.
    const bool maybeShared = isRwLock(trace_.locks[index(stretch.lock)].kind);
    const Mode mode = maybeShared ? Mode::Shared : Mode::Exclusive;
    const bool hasHeld =
        holdsAgainst(earlier, stretch.lock, mode) || holdsAgainst(later, stretch.lock, mode);
    if (isBorn(child, stretch, mode, later, hasHeld)) return true;
  }
  if (!isAllKnown(d)) return false;
  const Dependency* at = &d;
  while (true) {
    for (const HeldLock& held : at->held) {
      if (trace_.locks[index(held.lock)].tainted) continue;
      const Guard stretch{d.thread, held.lock, held.serial};
      if (isBorn(child, stretch, held.mode, later, false)) return true;
      const std::vector<Segment> taken = takenBefore(child, held.lock, held.mode, later);
      if (!taken.empty() && isBegunBefore(d.thread, held, child, taken)) return true;
    }
    if (!at->base) return false;
    at = &lockgraph::at(trace_, *at->base);
  }
}

}  // namespace gordian::lockgraph
