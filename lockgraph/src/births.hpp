// Locks that are held while others come to be, or meet at a barrier, and that those take later:
// what their holder does meanwhile lies before what they do afterwards.
//
// Proof. P holds L, in one stretch, at a point that hard order puts before C's acquisition of L:
// because P creates C or a forebear of C in it, or begins it before a barrier that both come to.
// When C has got L, or a forebear created in it has before it goes on to create, in a mode that
// conflicts and by an acquisition that does not give up, P has ended that stretch, in every
// schedule. So what P does in it lies before all that C does later, and so does the whole life of a
// thread that is joined in it (guards.hpp). Where that thread held L, that was before the stretch,
// or it could not have ended in it: before all of a C that was created in it. That P's acquisition
// was made in that very stretch is known for the times that were recorded, which is the first in
// each segment. Where it was made more often than that, nothing is claimed; and where something is,
// it does not refute: repetitions need not all have been counted. The cycle is possible then. Cost:
// O(threads + uses + dependencies) once; the depth of creation and the held set to ask.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <map>
#include <vector>

#include "guards.hpp"
#include "order.hpp"

namespace gordian::lockgraph {

class Births {
 public:
  // `guards`: of findGuards.
  Births(const Trace& trace, HappensBefore& order, const std::vector<std::vector<Guard>>& guards);

  // Any of this can be so.
  static bool canBe(const Trace& trace);
  bool isRelevant() const { return isRelevant_; }
  // The dependency `earlier`, made in a stretch of holding a lock, was over before `child` made
  // `later` for the first time.
  bool isOver(DependencyId earlier, ThreadId child, DependencyId later) const;

 private:
  struct Taken {            // for the first time
    Moment moment = 0;      // with nothing held; 0: not
    Sequence sequence = 0;  // with something held; 0: not
    Segment momentSegment = 0;
    Segment sequenceSegment = 0;
  };
  using Key = std::pair<ThreadId, LockId>;

  void add(Key key, Mode mode, const Taken& taken);
  std::vector<Segment> takenBefore(ThreadId child, LockId lock, Mode held,
                                   DependencyId later) const;
  std::uint32_t innermostSerial(const Dependency& d) const;
  bool isBorn(ThreadId child, const Guard& stretch, Mode mode, DependencyId later,
              bool hasTaken) const;
  bool holdsAgainst(DependencyId done, LockId lock, Mode mode) const;
  bool hasTakenUpTo(ThreadId thread, LockId lock, Mode held, Segment last) const;
  bool isBegunBefore(ThreadId holder, const HeldLock& held, ThreadId child,
                     const std::vector<Segment>& taken) const;

  const Trace& trace_;
  HappensBefore& order_;
  bool isRelevant_ = false;
  std::vector<std::vector<Guard>> joinedIn_;  // by thread
  std::map<Key, Taken> exclusive_;            // in this mode
  std::map<Key, Taken> any_;
  std::map<Key, Taken> blocking_;  // in whatever way: where a first stretch begins
};

}  // namespace gordian::lockgraph
