// The part of a trace on which one verdict rests: enough to judge it again without the rest.
//
// Of a cycle these are all dependencies that make one of its edges, not only the chosen ones, since
// "ruled out" speaks of all of them; who writes where readers wait behind writers; when threads
// that were created under a lock took it themselves; semaphores posted and conditions signalled;
// and the hard order among the threads concerned. Order that cannot lie on a way from one of them
// to another is left out: threads that meet a single other thread, again and again (tree parts of
// the graph of threads), for what leads into such a part comes out of it in the same thread, later.
//
// Bounded, for each verdict: 400 dependencies, of each 200 occurrences and 200 stretches; 200
// threads with 2,000 joins and as many passes of once flags. What is left out beyond that is said.
// Cost: linear in the trace once; for each verdict the dependencies that ask for its locks, at most
// 200,000 looks.
#pragma once

#include <gordian/lockgraph/analysis.hpp>

#include <memory>
#include <vector>

namespace gordian::lockgraph {

struct Grounds {
  // Numbered anew, locks and threads of the verdict first; held sets are whole, without bases. The
  // dependencies that were chosen for the edges of a cycle come first, in its order. Of a wait: the
  // wait, and the acquisition, joins or signal that make the need.
  Trace trace;
  std::vector<LockId> locks;      // by new number: as the whole trace has it
  std::vector<ThreadId> threads;  // likewise
  bool hasAllAcquisitions = true;
  bool hasAllOrder = true;  // false: too much of it, or rounds of barriers, which are left out
};

class GroundsFinder {
 public:
  explicit GroundsFinder(const Trace& trace);  // which must outlive it
  GroundsFinder(GroundsFinder&&) noexcept;
  ~GroundsFinder();

  Grounds of(const Cycle& cycle) const;
  Grounds of(const DoubleLock& found) const;
  Grounds of(const HeldWait& found) const;

 private:
  class Index;
  class Collector;
  std::unique_ptr<const Index> index_;
};

}  // namespace gordian::lockgraph
