// Soft order: what came before what in this run by semaphores and conditions.
//
// A post by a thread that had made the one, taken by a thread that made the other afterwards; or a
// chain of these, with hard order in between. Another schedule may do without (the post of a third
// thread may do), so it never refutes: whether the two can be at the same time is not known, and
// the finding is possible. Claimed only where each time that the one was made is known and before
// the other was made for the first time; only the first notices of a thread at an object are
// recorded, so less is claimed than there was, never more.
// Cost: the notices between the two, for each pair that is asked for; bounded, past that nothing is
// claimed.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <map>
#include <utility>

#include "budget.hpp"
#include "order.hpp"

namespace gordian::lockgraph {

class SoftOrder {
 public:
  SoftOrder(const Trace& trace, HappensBefore& order);

  // Any of this can be so.
  static bool canBe(const Trace& trace);

  // All of `earlier` came before `later` was made for the first time.
  bool isBefore(DependencyId earlier, DependencyId later);
  // … before the wait.
  bool isBefore(DependencyId earlier, const Wait& later);
  bool isBefore(const Use& earlier, const Wait& later);
  // Each signal that was seen of `waker` at the object of the wait came before it.
  bool areSignalsBefore(ThreadId waker, const Wait& wait);
  // … or from where its thread began to hold the lock under which it gave the last one, `signal`:
  // who gets the lock afterwards finds them all given. `serial` of the hold, and its segment.
  bool isStretchBefore(const Signal& signal, std::uint32_t serial, Segment began, const Wait& wait);
  // Behind all of it, and before the wait, its thread signals a condition: the waiter may have been
  // told so, also where it found the predicate true and did not wait.
  bool isAnnounced(DependencyId earlier, const Wait& later) const;
  bool isAnnounced(const Use& earlier, const Wait& later) const;
  // A condition wait is to take its mutex again, and was never seen to end.
  bool isUnwoken(DependencyId dependency) const;

 private:
  bool isEmpty() const { return trace_.notices.empty(); }

  struct Moment {
    Point point;
    Sequence sequence = 0;
  };
  // Who gives a notice behind it, of the same thread: by the place in the recording, or by the
  // thread's own clock.
  struct Start {
    Point point;
    Sequence sequence = 0;
    lockgraph::Moment clock = 0;
  };

  // At the object of the wait; null: none, or it is not known which.
  const Notice* lastOf(ThreadId waker, const Wait& wait) const;
  bool isAnnounced(const Start& from, const Wait& to) const;
  bool leads(const Start& from, const Moment& to);

  const Trace& trace_;
  HappensBefore& order_;
  Budget steps_;
  std::map<std::pair<DependencyId, DependencyId>, bool> known_;
};

}  // namespace gordian::lockgraph
