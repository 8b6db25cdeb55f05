// What a thread does while it holds the lock under which it created another one is over once that
// one has taken the lock.
//
// A thread holds L, creates a child (or a forebear of it) meanwhile, or began to hold L before all
// that the child does; the child takes L, or a forebear before it went on to create. Whatever the
// creator did in that stretch of holding, or a thread that was joined in it, lies before what the
// child does then. If the joined thread held L, that was before the stretch, and so before the
// child. Shares nothing with lockgraph.
#pragma once

#include "plain_order.hpp"

namespace gordian::cli {

class PlainBirths {
 public:
  PlainBirths(const lockgraph::Trace& trace, const PlainOrder& order, const PlainGuards& guards)
      : trace_(trace), order_(order), joinedIn_(plainJoinHolds(trace, guards)) {}

  // As far as is known, `earlier` was over before `later` was made for the first time.
  bool isOver(const lockgraph::Dependency& earlier, const lockgraph::Dependency& later) const;

 private:
  // A stretch of holding in which something was done.
  struct Around {
    PlainGuard stretch;
    lockgraph::Mode mode = lockgraph::Mode::Exclusive;
    bool isOwn = false;    // of the thread that did it
    bool wasHeld = false;  // that thread held the lock itself, in a stretch of its own
  };

  std::vector<Around> around(const lockgraph::Dependency& done) const;
  template <class Taking>
  bool hasToWait(const Taking& taking, lockgraph::ThreadId thread, const Around& around) const {
    using lockgraph::Mode;
    return taking.thread == thread && taking.lock == around.stretch.lock &&
           taking.acquisition == lockgraph::Acquisition::Blocking &&
           (taking.mode == Mode::Exclusive || around.mode == Mode::Exclusive);
  }
  bool isBornAndTook(const lockgraph::Dependency& later, const Around& around) const;
  bool isFirstStretch(const PlainGuard& stretch, lockgraph::Segment& begin) const;
  std::vector<PlainPoint> takings(const lockgraph::Dependency& later, const Around& around) const;

  const lockgraph::Trace& trace_;
  const PlainOrder& order_;
  PlainGuards joinedIn_;
};

}  // namespace gordian::cli
