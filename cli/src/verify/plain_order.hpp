// What comes before what, found the plain way: every question walks back from the later moment.
//
// A thread begins after the segment that created it, a joiner's segment after the whole joined
// thread, and behind a once flag comes what follows the routine. Shares nothing with lockgraph's
// own order but the trace.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <map>
#include <vector>

namespace gordian::cli {

struct PlainPoint {
  lockgraph::ThreadId thread{};
  lockgraph::Segment segment = 0;
};

class PlainOrder {
 public:
  explicit PlainOrder(const lockgraph::Trace& trace) : trace_(trace) {}

  // The segment `earlier` ends before the segment `later` of another thread begins.
  bool precedes(PlainPoint earlier, PlainPoint later) const;
  // Also two segments of one thread.
  bool areOrdered(PlainPoint a, PlainPoint b) const {
    return a.thread == b.thread || precedes(a, b) || precedes(b, a);
  }
  // All of the thread's order up to there is in the trace.
  bool isKnown(PlainPoint point) const;
  // `thread` or a forebear of it was created by `ancestor` in that segment; none: no descendant.
  std::optional<lockgraph::Segment> createdBy(lockgraph::ThreadId ancestor,
                                              lockgraph::ThreadId thread) const;

 private:
  const lockgraph::Trace& trace_;
};

// A lock that a creator holds from before the create until after the join of a thread.
struct PlainGuard {
  lockgraph::ThreadId holder{};
  lockgraph::LockId lock{};
  std::uint32_t serial = 0;
  bool operator==(const PlainGuard&) const = default;
};

// By thread: what guards it all its life, its creators' guards included.
using PlainGuards = std::vector<std::vector<PlainGuard>>;
PlainGuards plainGuards(const lockgraph::Trace& trace);
// By thread: what its joiner holds across the join, what guards the joiner included.
PlainGuards plainJoinHolds(const lockgraph::Trace& trace, const PlainGuards& guards);

// All the life of `guarded` its creator holds a lock, which keeps out `other` while that one holds
// `held`, or as long as it lives.
bool isKeptApart(const lockgraph::Trace& trace, const PlainGuards& guards,
                 lockgraph::ThreadId guarded, lockgraph::ThreadId other,
                 const std::vector<lockgraph::HeldLock>& held);

}  // namespace gordian::cli
