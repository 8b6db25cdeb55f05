#include "verdict.hpp"

#include <algorithm>

#include "casting.hpp"
#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::size_t kKeptPairs = 4'000'000;
constexpr std::uint32_t kShallow = 8;  // comparing such sets is cheaper than looking them up

bool isRwLock(LockKind kind) {
  return kind == LockKind::RwLock || kind == LockKind::RwLockPreferWriter;
}

}  // namespace

Verdict::Verdict(const Shapes& shapes)
    : shapes_(shapes),
      order_(shapes.trace()),
      guards_(findGuards(shapes.trace())),
      births_(shapes.trace(), order_, guards_),
      softOrder_(shapes.trace(), order_),
      mayOnlySeemOrdered_(births_.isRelevant() || SoftOrder::canBe(shapes.trace())) {}

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

bool Verdict::seemsOrderedSoftly(const Player& a, const Player& b) {
  const DependencyId left = a.sighting->dependency;
  const DependencyId right = b.sighting->dependency;
  return softOrder_.isBefore(left, right) || softOrder_.isBefore(right, left);
}

bool Verdict::seemsOrdered(const Player& a, const Player& b) {
  const DependencyId left = a.sighting->dependency;
  const DependencyId right = b.sighting->dependency;
  return births_.isOver(left, b.member->thread, right) ||
         births_.isOver(right, a.member->thread, left) || seemsOrderedSoftly(a, b);
}

Outcome Verdict::cast(std::span<const Role> roles, Sharing sharing, Budget& budget,
                      std::vector<Player>& players) {
  return Casting(*this, order_, roles, sharing, budget).run(players);
}

}  // namespace gordian::lockgraph
