// The tests that tell a deadlock from a mere cycle.
//
// A chain is a list of shapes, each waiting for a lock that the next one holds, the last for one
// that the first holds. It can deadlock if the threads are distinct, the held sets exclude no two
// of them from being held at once (gate locks: Havelund 2000), each wait is blocked by the hold,
// and the moments are unordered by hard order (segments: Bensalem and Havelund 2005; the
// guarded formulation: Agarwal, Bensalem et al. 2010) and not before the lock was shared: until the
// second thread asks for it, or can have been given it by its creation, nobody else knows the lock,
// so nobody waits for it.
// Locks are told apart as objects, so locks of one class that are nested by address make no cycle:
// the order of addresses has none. Modes block each other by the real kind of lock (pthread_rwlock
// of glibc 2.36): a reader waits for a writer, and of the kind that prefers writers behind one that
// waits (writers.cpp); it never waits for a reader.
#pragma once

#include <gordian/lockgraph/analysis.hpp>

#include <span>
#include <unordered_map>
#include <vector>

#include "births.hpp"
#include "budget.hpp"
#include "guards.hpp"
#include "order.hpp"
#include "shapes.hpp"
#include "soft_order.hpp"

namespace gordian::lockgraph {

// A shape on a cycle and the threads that may play it.
struct Role {
  const Shape* shape = nullptr;
  std::span<const Member> members;
};

// Who plays a role, and when.
struct Player {
  const Member* member = nullptr;
  const Sighting* sighting = nullptr;
};

inline Occasion occasionOf(const Player& player) {
  const Sighting& sighting = *player.sighting;
  return {player.member->thread, sighting.segment, sighting.last, sighting.residues};
}

enum class Blocking { No, BehindWriter, Yes };
// Perhaps: only if order that is not known in detail allows it.
enum class Outcome { Found, Perhaps, None, OutOfSteps };
enum class Sharing { Ignore, Test };

class Verdict {
 public:
  explicit Verdict(const Shapes& shapes);

  // Both sets can be held at once by two threads.
  bool canCoexist(HeldNode a, HeldNode b);
  // The locks that keep the two from being held at once; appended.
  void collectGates(HeldNode a, HeldNode b, std::vector<LockId>& gates) const;
  // The same for locks that guard one of the threads all its life.
  void collectGuards(ThreadId a, HeldNode heldByA, ThreadId b, HeldNode heldByB,
                     std::vector<LockId>& gates) const;

  // `waiter` has to wait for what `holder` holds.
  Blocking blocks(const Shape& waiter, const Shape& holder) const;

  // `requester` could not know `lock` yet when `holder` held it.
  bool isPrivate(LockId lock, ThreadId holder, const Sighting& sighting, ThreadId requester) const;

  // As far as is known, one of the two was over before the other: the child of a creator who held a
  // lock had to wait for that (births.hpp), or was told (soft_order.hpp). Not certain enough to
  // refute.
  bool seemsOrdered(const Player& a, const Player& b);
  bool seemsOrderedSoftly(const Player& a, const Player& b);
  // It is behind a condition wait that was not seen to end.
  bool isUnwoken(const Player& player) const {
    return softOrder_.isUnwoken(player.sighting->dependency);
  }
  bool mayOnlySeemOrdered() const { return mayOnlySeemOrdered_; }

  // One player for each role: distinct, unguarded, unordered, sharing their locks (casting.hpp).
  Outcome cast(std::span<const Role> roles, Sharing sharing, Budget& budget,
               std::vector<Player>& players);

  // Of the locks that are waited for, those that stop the waiter only if somebody waits to write.
  std::vector<LockId> behindWriters(std::span<const Role> roles) const;
  // While the players wait, a further thread waits to write each of `locks`: as many threads as
  // locks. (writers.cpp)
  bool hasWriters(std::span<const LockId> locks, std::span<const Role> roles,
                  std::span<const Player> players);

  // The order of threads was too much to follow: what is not known has refuted nothing.
  bool isOrderCut() const { return order_.isCut(); }

 private:
  bool excludesNothing(HeldNode a, HeldNode b) const;
  void collectGuardsOf(ThreadId guarded, ThreadId other, HeldNode heldByOther,
                       std::vector<LockId>& gates) const;

  const Shapes& shapes_;
  HappensBefore order_;
  std::vector<std::vector<Guard>> guards_;
  Births births_;
  SoftOrder softOrder_;
  bool mayOnlySeemOrdered_;
  std::unordered_map<std::uint64_t, bool> coexist_;
};

}  // namespace gordian::lockgraph
