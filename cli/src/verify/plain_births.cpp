#include "plain_births.hpp"

#include <algorithm>

#include "judge.hpp"

namespace gordian::cli {

using lockgraph::Dependency;
using lockgraph::Mode;
using lockgraph::Segment;
using lockgraph::ThreadId;

namespace {

bool isHeldAgainst(const PlainGuard& stretch, Mode mode, const Dependency& done) {
  return std::any_of(done.held.begin(), done.held.end(), [&](const auto& held) {
    return held.lock == stretch.lock && (held.mode == Mode::Exclusive || mode == Mode::Exclusive);
  });
}

}  // namespace

std::vector<PlainBirths::Around> PlainBirths::around(const Dependency& done) const {
  std::vector<Around> result;
  for (const PlainGuard& guard : joinedIn_[static_cast<std::size_t>(done.thread)]) {
    // How the creator holds a reader-writer lock is not known.
    const auto kind = trace_.locks[static_cast<std::size_t>(guard.lock)].kind;
    const Mode mode = isReadWrite(kind) ? Mode::Shared : Mode::Exclusive;
    result.push_back({guard, mode, false, isHeldAgainst(guard, mode, done)});
  }
  // What was made again, and not recorded, may have been made in another stretch.
  std::size_t known = done.occurrences.size();
  for (const auto& seen : done.stretches) known += seen.first == seen.last ? 1 : 0;
  if (done.count > known || known < done.occurrences.size() + done.stretches.size()) return result;
  for (const auto& held : done.held)
    result.push_back({{done.thread, held.lock, held.serial}, held.mode, true, false});
  return result;
}

// The holder created the child, or a forebear of it, in that stretch; and the child took the lock,
// or a forebear before it created the next one.
bool PlainBirths::isBornAndTook(const Dependency& later, const Around& around) const {
  const PlainGuard& stretch = around.stretch;
  bool hasTaken = around.wasHeld || !takings(later, around).empty() ||
                  (!around.isOwn && isHeldAgainst(stretch, around.mode, later));
  ThreadId child = later.thread;
  for (std::size_t i = 0; i < trace_.threads.size(); ++i) {
    const auto& thread = trace_.threads[static_cast<std::size_t>(child)];
    if (!thread.parent) return false;
    child = *thread.parent;
    if (child == stretch.holder) {
      const auto isIt = [&](const auto& hold) {
        return hold.lock == stretch.lock && hold.serial == stretch.serial;
      };
      return hasTaken && std::any_of(thread.parentHolds.begin(), thread.parentHolds.end(), isIt);
    }
    for (const auto& use : trace_.uses)
      hasTaken |= hasToWait(use, child, around) && use.first != 0 &&
                  use.firstSegment <= thread.parentSegment;
    for (const Dependency& one : trace_.dependencies)
      hasTaken |= hasToWait(one, child, around) && !one.reentrant &&
                  one.occurrences[0].segment <= thread.parentSegment;
  }
  return false;
}

// The holder had never asked for the lock before; `begin`: in which segment it did.
bool PlainBirths::isFirstStretch(const PlainGuard& stretch, Segment& begin) const {
  lockgraph::Moment first = 0;
  for (const auto& use : trace_.uses) {
    if (use.thread != stretch.holder || use.lock != stretch.lock || use.first == 0) continue;
    if (first != 0 && use.first >= first) continue;
    first = use.first;
    begin = use.firstSegment;
  }
  return first != 0 && first == stretch.serial;
}

// Where the thread of `later` had to wait for the end of that stretch, before it came to `later`:
// its first acquisition with nothing held, and its first with something held.
std::vector<PlainPoint> PlainBirths::takings(const Dependency& later, const Around& around) const {
  const lockgraph::Use* use = nullptr;
  for (const auto& one : trace_.uses)
    if (hasToWait(one, later.thread, around) && one.first != 0 &&
        (use == nullptr || one.first < use->first))
      use = &one;
  const Dependency* again = nullptr;
  for (const Dependency& one : trace_.dependencies) {
    if (!hasToWait(one, later.thread, around) || one.reentrant) continue;
    if (again == nullptr || one.occurrences[0].sequence < again->occurrences[0].sequence)
      again = &one;
  }
  std::vector<PlainPoint> result;
  // What is held innermost was taken after all that was taken with nothing held.
  lockgraph::Moment innermost = 0;
  for (const auto& held : later.held)
    if (held.serial != 0) innermost = held.serial;
  if (use != nullptr && use->first < innermost) result.push_back({later.thread, use->firstSegment});
  if (again != nullptr && again->occurrences[0].sequence < later.occurrences[0].sequence)
    result.push_back({later.thread, again->occurrences[0].segment});
  return result;
}

bool PlainBirths::isOver(const Dependency& earlier, const Dependency& later) const {
  for (const Around& one : around(earlier)) {
    if (one.stretch.holder == later.thread) continue;
    if (isBornAndTook(later, one)) return true;
    const std::vector<PlainPoint> taken = takings(later, one);
    Segment begin = 0;
    if (taken.empty() || !one.isOwn || !isFirstStretch(one.stretch, begin)) continue;
    const bool isBefore = std::all_of(taken.begin(), taken.end(), [&](PlainPoint at) {
      return order_.precedes({one.stretch.holder, begin}, at);
    });
    if (isBefore) return true;
  }
  return false;
}

}  // namespace gordian::cli
