#include "holdings.hpp"

#include <algorithm>

namespace gordian::oracle {

using namespace gordian::lockgraph;

std::vector<HeldLock> Holdings::of(std::size_t thread) const {
  std::vector<HeldLock> result;
  for (const Holding& one : locals_[thread].held)
    if (!one.isAgain) result.push_back(one.hold);
  return result;
}

std::vector<Hold> Holdings::stretchesOf(std::size_t thread) const {
  std::vector<Hold> result;
  for (const HeldLock& h : of(thread)) result.push_back({h.lock, h.serial});
  return result;
}

void Holdings::asks(std::size_t thread, const Op& op, bool isAfterWait, Occurrence now) {
  Local& local = locals_[thread];
  local.asked.reset();
  if (!local.held.empty()) local.asked = note(thread, op, isAfterWait, now);
}

DependencyId Holdings::note(std::size_t thread, const Op& op, bool isAfterWait, Occurrence now) {
  std::vector<std::uint64_t> key{thread, op.target, op.isShared, static_cast<std::uint64_t>(op.act),
                                 isAfterWait};
  for (const HeldLock& h : of(thread)) {
    key.push_back(static_cast<std::uint64_t>(h.lock) * 2 + (h.mode == Mode::Shared ? 1 : 0));
  }
  std::vector<Dependency>& all = trace_.dependencies;
  const auto fresh = static_cast<DependencyId>(all.size());
  const auto [place, isNew] = known_.emplace(std::move(key), fresh);
  if (isNew) {
    all.push_back(make(thread, op));
    all.back().afterWait = isAfterWait;
    all.back().occurrences.push_back(now);
    return fresh;
  }
  Dependency& d = all[static_cast<std::size_t>(place->second)];
  ++d.count;
  if (d.occurrences.back().segment != now.segment || becameShared(locals_[thread], op, d))
    d.occurrences.push_back(now);
  return place->second;
}

bool Holdings::becameShared(const Local& local, const Op& op, const Dependency& d) const {
  const auto isAfter = [&](std::size_t lock) {
    const auto& sharedAt = trace_.locks[lock].sharedAt;
    return sharedAt && *sharedAt > d.occurrences.back().sequence;
  };
  return isAfter(op.target) ||
         std::any_of(local.held.begin(), local.held.end(), [&](const Holding& h) {
           return isAfter(static_cast<std::size_t>(h.hold.lock));
         });
}

Dependency Holdings::make(std::size_t thread, const Op& op) {
  Dependency d;
  d.thread = static_cast<ThreadId>(thread);
  d.lock = static_cast<LockId>(op.target);
  d.mode = op.isShared ? Mode::Shared : Mode::Exclusive;
  d.acquisition = op.act == Act::Try     ? Acquisition::Try
                  : op.act == Act::Timed ? Acquisition::Timed
                                         : Acquisition::Blocking;
  d.stack = static_cast<StackId>(trace_.dependencies.size() + 1);
  d.held = of(thread);
  d.reentrant = std::any_of(d.held.begin(), d.held.end(),
                            [&](const HeldLock& h) { return h.lock == d.lock; });
  setBase(locals_[thread], d);
  return d;
}

// On top of an earlier dependency where the stack of holds still says the same.
void Holdings::setBase(const Local& local, Dependency& d) {
  std::vector<std::optional<DependencyId>> by;
  for (const Holding& one : local.held)
    if (!one.isAgain) by.push_back(one.by);
  for (std::size_t i = d.held.size(); i-- > 1 && dice_.chance(20);) {
    if (!by[i]) continue;
    const std::vector<LockId> before = chain(*by[i]);
    const bool isSame =
        before.size() == i && std::equal(before.begin(), before.end(), d.held.begin(),
                                         [](LockId l, const HeldLock& h) { return l == h.lock; });
    if (!isSame) continue;
    d.base = by[i];
    d.held.erase(d.held.begin(), d.held.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    return;
  }
}

std::vector<LockId> Holdings::chain(DependencyId id) const {
  const Dependency& d = trace_.dependencies[static_cast<std::size_t>(id)];
  std::vector<LockId> locks;
  if (d.base) {
    locks = chain(*d.base);
    locks.push_back(trace_.dependencies[static_cast<std::size_t>(*d.base)].lock);
  }
  for (const HeldLock& h : d.held) locks.push_back(h.lock);
  return locks;
}

void Holdings::push(std::size_t thread, const Op& op, bool isAfterWait) {
  Local& local = locals_[thread];
  const auto lock = static_cast<LockId>(op.target);
  const bool isAgain = std::any_of(local.held.begin(), local.held.end(),
                                   [&](const Holding& h) { return h.hold.lock == lock; });
  const HeldLock hold{lock,           op.isShared ? Mode::Shared : Mode::Exclusive,
                      ++local.serial, StackId{},
                      isAfterWait,    op.act == Act::Try};
  local.held.push_back({hold, local.asked, isAgain});
}

void Holdings::pop(std::size_t thread, std::uint8_t lock) {
  std::vector<Holding>& held = locals_[thread].held;
  for (std::size_t i = held.size(); i-- > 0;) {
    if (static_cast<std::size_t>(held[i].hold.lock) != lock) continue;
    held.erase(held.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

void Holdings::stretch() {
  for (Dependency& d : trace_.dependencies) {
    std::vector<Occurrence>& seen = d.occurrences;
    if (seen.size() < 2) continue;
    Stretch stretch{seen[1].segment, seen.back().segment, 0, seen[1].sequence,
                    seen.back().sequence};
    for (std::size_t i = 1; i < seen.size(); ++i)
      stretch.residues |= std::uint64_t{1} << seen[i].segment % kResidues;
    seen.resize(1);
    d.stretches.push_back(stretch);
  }
}

}  // namespace gordian::oracle
