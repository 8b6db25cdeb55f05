// Readers that wait behind waiting writers: of the kind of lock that prefers writers. A writer
// waits for one lock at a time, so every reader on the cycle that is not stopped by its partner's
// mode needs one of its own.
#include <algorithm>

#include "verdict.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::size_t kSteps = 20'000;  // per cycle

}  // namespace

std::vector<LockId> Verdict::behindWriters(std::span<const Role> roles) const {
  std::vector<LockId> locks;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    const Shape& waiter = *roles[i].shape;
    const Shape& holder = *roles[(i + 1) % roles.size()].shape;
    if (blocks(waiter, holder) == Blocking::BehindWriter) locks.push_back(waiter.lock);
  }
  return locks;
}

bool Verdict::hasWriters(std::span<const LockId> locks, std::span<const Role> roles,
                         std::span<const Player> players) {
  std::vector<const Writer*> chosen;
  const auto fits = [&](const Writer& writer) {
    const Point at{writer.thread, writer.segment};
    if (!order_.isKnown(at)) return false;
    for (std::size_t i = 0; i < players.size(); ++i) {
      const Point player{players[i].member->thread, players[i].sighting->segment};
      if (!canCoexist(roles[i].shape->held, writer.held)) return false;
      if (!order_.isKnown(player, at) || order_.isOrdered(player, at)) return false;
    }
    return std::none_of(chosen.begin(), chosen.end(), [&](const Writer* other) {
      return !canCoexist(other->held, writer.held) ||
             order_.isOrdered({other->thread, other->segment}, at);
    });
  };
  // Depth first; next.back() is the writer to try for the lock that has none yet.
  Budget budget(kSteps);
  std::vector<std::size_t> next(1);
  while (chosen.size() < locks.size()) {
    const std::vector<Writer>& writers = shapes_.writers(locks[chosen.size()]);
    if (next.back() == writers.size()) {
      next.pop_back();
      if (chosen.empty()) return false;
      chosen.pop_back();
      continue;
    }
    if (!budget.take(players.size())) return false;
    const Writer& writer = writers[next.back()++];
    if (!fits(writer)) continue;
    chosen.push_back(&writer);
    next.push_back(0);
  }
  return true;
}

}  // namespace gordian::lockgraph
