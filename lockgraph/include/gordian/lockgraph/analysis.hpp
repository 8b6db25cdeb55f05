// From a trace to verdicts: which cycles of the lock-order graph can be deadlocks, and why.
//
// Pure and deterministic: no I/O, no threads, no clock; equal traces give equal results.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace gordian::lockgraph {

enum class Confidence : std::uint8_t { RuledOut, Possible, Likely, Proven };

// The test that decided. For RuledOut the one that refuted, for Possible the one left open.
enum class Reason : std::uint8_t {
  None,          // every test passed
  GateLock,      // a common lock is held around two of the acquisitions
  OneThread,     // fewer distinct threads than edges
  Ordered,       // two acquisitions are in hard order: create, join, barrier, once
  ReadersOnly,   // two consecutive shared modes do not block each other
  TryOnly,       // an edge exists only as a try-acquisition
  NotYetShared,  // a held lock was known to its creator alone
  Timed,         // an acquisition gives up by itself
  Handshake,     // the held lock comes from a condition wait: the other thread may be done with it
  Counting,      // a semaphore that began above 0 may never run out
  Passed,        // the waiter may wait only for those who have been through the lock
  SoftOrder,     // one came before the other in this run, by a semaphore or a condition
  Unwoken,       // an acquisition comes after a condition wait that nobody was seen to end
};

// `held` was held when `acquired` was asked for; evidence: dependency `dependency`.
struct CycleEdge {
  LockId held{};
  LockId acquired{};
  DependencyId dependency{};
};

// edges[i].acquired == edges[i+1].held, closed; starts with the smallest LockId.
struct Cycle {
  std::vector<CycleEdge> edges;
  Confidence confidence = Confidence::RuledOut;
  Reason reason = Reason::None;
  std::vector<LockId> gates;  // for GateLock: the common locks
  std::size_t alike = 0;      // further cycles over the same lock classes, not listed
  // Two of the acquisitions were seen one after the other only. Soft order (a semaphore, a
  // condition, an atomic), which is not recorded, may keep them apart; it never refutes, but ranks.
  bool wasSeenApart = false;
};

// A lock that cannot be taken twice is taken again, blocking, by its holder.
struct DoubleLock {
  DependencyId dependency{};
  LockId lock{};
  bool isUpgrade = false;  // held shared, asked for exclusively
  bool isRefused = false;  // a writer asks again: the C library answers EDEADLK at once
  // Held shared and asked for shared: it waits only behind a writer that waits for the first hold.
  // This thread was seen to write; it may ask in between.
  std::optional<ThreadId> writer;
};

// trace.waits[wait] can last for ever: whoever could end it needs wait.held[held].
struct HeldWait {
  std::size_t wait = 0;
  std::size_t held = 0;
  ThreadId needing{};
  // For a joined thread: from the one that is joined to the one that needs the lock, each joining
  // the next one. Else empty.
  std::vector<ThreadId> chain;
  // The evidence of the need. Of a join `dependency` or `use`. Else `signal`, which is made with
  // the lock held, or after an acquisition of it: `dependency`, `use`, or `need` of its needs.
  std::optional<DependencyId> dependency;
  std::optional<std::size_t> use;
  std::optional<std::size_t> signal;
  std::optional<std::size_t> need;
  Confidence confidence = Confidence::RuledOut;
  Reason reason = Reason::None;
  std::vector<LockId> gates;
};

// A declared order was broken: `acquired` does not rank above `held`.
struct RankBreak {
  CycleEdge edge;
  std::int64_t heldRank = 0;
  std::int64_t rank = 0;
};

struct Limits {
  std::size_t maxCycleLength = 16;    // longest cycle searched for
  std::size_t maxCycles = 1000;       // cycles listed
  std::size_t maxSteps = 20'000'000;  // search steps over the whole trace
};

struct Analysis {
  std::vector<Cycle> cycles;  // by confidence, length, whether seen apart, lock ids
  std::vector<DoubleLock> doubleLocks;
  std::vector<HeldWait> heldWaits;    // one for each wait, lock class and kind of evidence
  std::size_t edges = 0;              // distinct (held, acquired) pairs of instances
  std::vector<std::string> cut;       // which limit was reached and what is therefore missing
  std::vector<std::string> unlisted;  // the same of what is ruled out: no finding is missing
};

// Cost: linear in the trace outside strongly connected components; inside them bounded by `limits`.
Analysis analyse(const Trace& trace, const Limits& limits = {});

// Blocking acquisitions of a lock that does not rank above every ranked lock that is held; once for
// each pair of lock classes and stack. `ranks` by lock; a lock without rank takes no part.
// Cost: the sum of the held sets, at most a walk of each chain of bases.
std::vector<RankBreak> findRankBreaks(const Trace& trace,
                                      const std::vector<std::optional<std::int64_t>>& ranks);

}  // namespace gordian::lockgraph
