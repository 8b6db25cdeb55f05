#include "verdict.hpp"

#include <algorithm>

#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::size_t kKeptPairs = 4'000'000;
constexpr std::uint32_t kShallow = 8;  // comparing such sets is cheaper than looking them up

bool isRwLock(LockKind kind) {
  return kind == LockKind::RwLock || kind == LockKind::RwLockPreferWriter;
}

Point pointOf(const Player& player) {
  return {player.member->thread, player.sighting->segment};
}

}  // namespace

Verdict::Verdict(const Shapes& shapes)
    : shapes_(shapes), order_(shapes.trace()), guards_(findGuards(shapes.trace())) {}

bool Verdict::canCoexist(HeldNode a, HeldNode b) {
  const HeldTree& tree = shapes_.tree();
  if (std::min(tree.depth(a), tree.depth(b)) <= kShallow) return excludesNothing(a, b);
  if (a > b) std::swap(a, b);
  const std::uint64_t key = std::uint64_t{a} << 32 | b;
  if (const auto known = coexist_.find(key); known != coexist_.end()) return known->second;
  if (coexist_.size() >= kKeptPairs) coexist_.clear();
  const bool result = excludesNothing(a, b);
  coexist_.emplace(key, result);
  return result;
}

bool Verdict::excludesNothing(HeldNode a, HeldNode b) const {
  const HeldTree& tree = shapes_.tree();
  if (tree.depth(a) > tree.depth(b)) std::swap(a, b);
  for (HeldNode node = a; node != kNothingHeld; node = tree.parent(node)) {
    const HeldNode other = tree.find(b, tree.lock(node));
    if (other == kNothingHeld) continue;
    if (tree.mode(node) == Mode::Exclusive || tree.mode(other) == Mode::Exclusive) return false;
  }
  return true;
}

void Verdict::collectGates(HeldNode a, HeldNode b, std::vector<LockId>& gates) const {
  const HeldTree& tree = shapes_.tree();
  if (tree.depth(a) > tree.depth(b)) std::swap(a, b);
  for (HeldNode node = a; node != kNothingHeld; node = tree.parent(node)) {
    const HeldNode other = tree.find(b, tree.lock(node));
    if (other == kNothingHeld) continue;
    if (tree.mode(node) == Mode::Exclusive || tree.mode(other) == Mode::Exclusive) {
      gates.push_back(tree.lock(node));
    }
  }
}

void Verdict::collectGuards(ThreadId a, HeldNode heldByA, ThreadId b, HeldNode heldByB,
                            std::vector<LockId>& gates) const {
  collectGuardsOf(a, b, heldByB, gates);
  collectGuardsOf(b, a, heldByA, gates);
}

void Verdict::collectGuardsOf(ThreadId guarded, ThreadId other, HeldNode heldByOther,
                              std::vector<LockId>& gates) const {
  const std::vector<Guard>& others = guards_[index(other)];
  for (const Guard& guard : guards_[index(guarded)]) {
    if (guard.holder == other) continue;
    if (std::binary_search(others.begin(), others.end(), guard)) continue;
    // The mode of the holder's hold is not recorded: a read-write lock may be held shared.
    const bool maybeShared = isRwLock(shapes_.trace().locks[index(guard.lock)].kind);
    const HeldNode node = shapes_.tree().find(heldByOther, guard.lock);
    const bool excludesHold =
        node != kNothingHeld && (!maybeShared || shapes_.tree().mode(node) == Mode::Exclusive);
    const bool excludesLife =
        !maybeShared && std::any_of(others.begin(), others.end(),
                                    [&](const Guard& g) { return g.lock == guard.lock; });
    if (excludesHold || excludesLife) gates.push_back(guard.lock);
  }
}

Blocking Verdict::blocks(const Shape& waiter, const Shape& holder) const {
  const HeldNode node = shapes_.tree().find(holder.held, waiter.lock);
  if (waiter.mode == Mode::Exclusive || shapes_.tree().mode(node) == Mode::Exclusive) {
    return Blocking::Yes;
  }
  const LockKind kind = shapes_.trace().locks[index(waiter.lock)].kind;
  return kind == LockKind::RwLockPreferWriter ? Blocking::BehindWriter : Blocking::No;
}

bool Verdict::isPrivate(LockId lock, ThreadId holder, const Sighting& sighting,
                        ThreadId requester) const {
  const Lock& properties = shapes_.trace().locks[index(lock)];
  if (properties.creator != holder) return false;
  if (properties.sharedAt && sighting.sequence >= *properties.sharedAt) return false;
  // Threads that were created after the lock can have been given it, whoever asked first.
  const std::optional<Segment> created = order_.createdBy(holder, requester);
  return !created || *created < properties.createdIn.value_or(0);
}

bool Verdict::fits(std::span<const Role> roles, Sharing sharing, std::span<const Player> earlier,
                   const Player& next) {
  const std::size_t place = earlier.size();
  if (sharing == Sharing::Test) {
    const auto isPrivateBetween = [&](std::size_t waiter, const Player& asks, const Player& holds) {
      return isPrivate(roles[waiter].shape->lock, holds.member->thread, *holds.sighting,
                       asks.member->thread);
    };
    if (place > 0 && isPrivateBetween(place - 1, earlier.back(), next)) return false;
    if (place + 1 == roles.size() && isPrivateBetween(place, next, earlier.front())) return false;
  }
  for (std::size_t i = 0; i < place; ++i) {
    if (order_.isOrdered(pointOf(earlier[i]), pointOf(next))) return false;
  }
  return true;
}

Outcome Verdict::cast(std::span<const Role> roles, Sharing sharing, Budget& budget,
                      std::vector<Player>& players) {
  struct Position {
    std::size_t member = 0;
    std::size_t sighting = 0;
  };
  std::vector<Position> next(1);
  std::vector<LockId> gates;
  players.clear();
  // Depth first; next.back() is what to try for the role that has no player yet.
  while (!next.empty()) {
    const Role& role = roles[players.size()];
    Position& here = next.back();
    if (here.member == role.members.size()) {
      next.pop_back();
      if (!players.empty()) players.pop_back();
      continue;
    }
    const Member& member = role.members[here.member];
    if (here.sighting == 0) {
      gates.clear();
      bool isTaken = false;
      for (std::size_t i = 0; i < players.size() && gates.empty() && !isTaken; ++i) {
        isTaken = players[i].member->thread == member.thread;
        collectGuards(players[i].member->thread, roles[i].shape->held, member.thread,
                      role.shape->held, gates);
      }
      if (isTaken || !gates.empty()) {
        ++here.member;
        if (!budget.take()) return Outcome::OutOfSteps;
        continue;
      }
    }
    if (here.sighting == member.sightings.size()) {
      here = {here.member + 1, 0};
      continue;
    }
    if (!budget.take(players.size() + 1)) return Outcome::OutOfSteps;
    const Player player{&member, &member.sightings[here.sighting++]};
    if (!fits(roles, sharing, players, player)) continue;
    players.push_back(player);
    if (players.size() == roles.size()) return Outcome::Found;
    next.emplace_back();
  }
  return Outcome::None;
}

bool Verdict::hasWriter(LockId lock, std::span<const Role> roles, std::span<const Player> players) {
  for (const Writer& writer : shapes_.writers(lock)) {
    bool fitsAll = true;
    for (std::size_t i = 0; i < players.size() && fitsAll; ++i) {
      fitsAll = players[i].member->thread != writer.thread &&
                canCoexist(roles[i].shape->held, writer.held) &&
                !order_.isOrdered(pointOf(players[i]), {writer.thread, writer.segment});
    }
    if (fitsAll) return true;
  }
  return false;
}

}  // namespace gordian::lockgraph
