// What was over before something else began in this run, by posts of semaphores and signals of
// conditions that were taken.
//
// A notice is behind what its thread did before, and behind what a notice told that the thread had
// taken; a notice is taken by whoever comes past the object after it was given. Shares nothing with
// lockgraph.
#pragma once

#include "plain_order.hpp"

namespace gordian::cli {

struct PlainDeed {
  PlainPoint at;
  lockgraph::Sequence position = 0;
  lockgraph::Moment moment = 0;  // of the thread's own clock, where the position is not known
};

class PlainNotices {
 public:
  PlainNotices(const lockgraph::Trace& trace, const PlainOrder& order)
      : trace_(trace), order_(order) {}

  bool isBefore(const PlainDeed& earlier, const PlainDeed& later) const;
  // Each time that `earlier` was made, before the first time of `later`.
  bool isBefore(const lockgraph::Dependency& earlier, const PlainDeed& later) const;
  bool isBefore(const lockgraph::Dependency& earlier, const lockgraph::Dependency& later) const;
  // Before `later`, and behind that, its thread signals a condition.
  bool isAnnounced(const PlainDeed& earlier, const PlainDeed& later) const;
  // It takes a mutex again after a condition wait, which was never seen to end.
  bool isUnwoken(const lockgraph::Dependency& dependency) const;

 private:
  const lockgraph::Trace& trace_;
  const PlainOrder& order_;
};

}  // namespace gordian::cli
