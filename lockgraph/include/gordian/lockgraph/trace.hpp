// The observed lock behaviour of one process: what the analysis reads and nothing else.
//
// A trace is a plain value. It knows no addresses, symbols or stacks: locks and threads are dense
// indices, stacks are opaque numbers that whoever built the trace can turn into frames.
// Built by the recording reader (observed) and later by the static checker; read by analyse().
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <gordian/lockgraph/lock_kind.hpp>

namespace gordian::lockgraph {

enum class LockId : std::uint32_t {};        // index into Trace::locks
enum class ThreadId : std::uint32_t {};      // index into Trace::threads
enum class DependencyId : std::uint32_t {};  // index into Trace::dependencies
enum class StackId : std::uint32_t {};       // opaque; 0 is "none"

// A part of a thread's life between two order events of that thread (create, join, barrier, once);
// 0, 1, 2, …
using Segment = std::uint32_t;
// Position in the recording; grows in the order of appending.
using Sequence = std::uint64_t;

enum class Acquisition : std::uint8_t {
  Blocking,
  Timed,  // gives up by itself
  Try,    // never waits: enters the held set, adds no edge into itself
};

struct Lock {
  LockKind kind = LockKind::Mutex;
  // Locks that share a declaration or creation site; cycles over equal classes are one finding.
  std::uint32_t lockClass = 0;
  // Who initialised it, where that is known (an init call, or the stack it lives on).
  std::optional<ThreadId> creator;
  // The creator's segment then; unknown counts as its first. A thread created later can know the
  // lock from its beginning.
  std::optional<Segment> createdIn;
  // When a second thread first asked for it.
  std::optional<Sequence> sharedAt;
  // A semaphore that turned out to be a signal, not a lock: takes no part in any order.
  bool tainted = false;
};

// One stretch of holding; `serial` is the moment it began at, by the thread's own clock (Moment).
struct Hold {
  LockId lock{};
  std::uint32_t serial = 0;
};

struct HeldLock {
  LockId lock{};
  Mode mode = Mode::Exclusive;
  std::uint32_t serial = 0;  // of the stretch that was seen first
  StackId stack{};           // where it was acquired
  bool afterWait = false;    // of a Wait: a condition wait took it again
  bool isTried = false;      // of a Signal: a try-acquisition, which waits for nobody
};

// When (again) a dependency was seen: the first time, in each further segment of its thread, and
// after one of its locks became shared.
struct Occurrence {
  Segment segment = 0;
  Sequence sequence = 0;
};

// After very many occurrences of a dependency, not each is kept: it was seen in some of the
// segments from `first` to `last`, the first among them, but in none whose number modulo kResidues
// is no bit of `residues`.
inline constexpr Segment kResidues = 60;

struct Stretch {
  Segment first = 0;
  Segment last = 0;
  std::uint64_t residues = 0;
  Sequence begin = 0;
  Sequence end = 0;
};

// "thread acquires `lock` while holding `held`". Recorded before it blocks. The held locks are
// held(base) + the lock of base + `held`, outermost first; `base` keeps deep nests linear in size.
// Recorded only when at least one lock is held.
struct Dependency {
  ThreadId thread{};
  LockId lock{};
  Mode mode = Mode::Exclusive;
  Acquisition acquisition = Acquisition::Blocking;
  bool reentrant = false;            // `lock` is already held by this thread
  bool afterWait = false;            // a condition wait takes its mutex again
  std::optional<DependencyId> base;  // always an earlier dependency of the same thread
  std::vector<HeldLock> held;
  std::vector<Occurrence> occurrences;  // at least one, by sequence
  std::vector<Stretch> stretches;       // later than those
  std::uint64_t count = 1;              // at least so many times
  StackId stack{};                      // where `lock` is acquired
};

struct Thread {
  std::optional<ThreadId> parent;  // none: the first thread, or one that appeared unannounced
  Segment parentSegment = 0;       // this thread begins after this segment of its parent …
  std::vector<Hold> parentHolds;   // … which held these locks then
  std::optional<Segment> cutAt;    // from here on not every order event is recorded
};

// `joined` ended before segment `segment` of `joiner`, which held `holds` across the join.
struct Join {
  ThreadId joiner{};
  Segment segment = 0;
  ThreadId joined{};
  std::vector<Hold> holds;
};

// A thread's own clock: how many acquisitions it had made by then, at most kLastMoment.
using Moment = std::uint32_t;
inline constexpr Moment kLastMoment = UINT32_MAX;
// The routine of a once flag ran to its end, or the initialiser of a static: it is the segments
// from `first` to `last` of `runner`.
struct Once {
  ThreadId runner{};
  Segment first = 0;
  Segment last = 0;
};

// `thread` came past the flag without running the routine: `segment` begins behind it.
struct Pass {
  std::uint32_t once = 0;  // index into Trace::onces
  ThreadId thread{};
  Segment segment = 0;
};

// One barrier, from its initialisation on. Whoever uses it may be seen in part only.
struct Barrier {
  std::uint32_t parties = 0;
  bool isKnown = true;  // false: somebody came unseen
};

// `thread` came to `count` rounds of a barrier one after the other: to number `round` in segment
// `segment`, to the next one `stride` segments later, and so on. Leaving begins a segment.
struct Rounds {
  std::uint32_t barrier = 0;  // index into Trace::barriers
  ThreadId thread{};
  std::uint32_t round = 0;
  std::uint32_t count = 1;
  Segment segment = 0;
  Segment stride = 1;
  bool isLeft = true;   // the last of them, too
  bool isOpen = false;  // it may have gone on in the same way
  bool isCut = false;   // it went on, and that is not recorded
};

// An acquisition with nothing held: no dependency, but the thread needs the lock.
struct Use {
  ThreadId thread{};
  LockId lock{};
  Mode mode = Mode::Exclusive;
  Acquisition acquisition = Acquisition::Blocking;
  Segment segment = 0;  // of the last time
  StackId stack{};      // of the first time
  Segment firstSegment = 0;
  Moment first = 0;         // 0: unknown
  std::uint32_t count = 0;  // at least; 0: unknown
};

enum class Meeting : std::uint8_t { Thread, Condition, Semaphore, Barrier, Futex };

// What a futex stands for, where the stack of the wait tells (the C++ library's own functions).
enum class FutexUse : std::uint8_t { Unknown, Future, Latch, Barrier, Semaphore, Atomic };

// "thread waits while it holds `held`" for something that is no lock. Recorded before it blocks,
// and only when something is held (at a watched futex always).
struct Wait {
  ThreadId thread{};
  Segment segment = 0;
  Sequence sequence = 0;
  Meeting kind = Meeting::Thread;
  FutexUse use = FutexUse::Unknown;
  std::uint32_t object = 0;     // equal numbers are the same object; Thread: the ThreadId
  bool timed = false;           // gives up by itself
  bool counts = false;          // a semaphore that began above 0: it may never run out
  std::uint32_t round = 0;      // of a barrier: those of one round end together; 0: unknown
  std::optional<LockId> mutex;  // of a condition: what the wait releases
  std::vector<HeldLock> held;
  StackId stack{};
};

// A lock that a thread asked for on its way to a signal, one with which somebody had been seen to
// wait for the object.
struct WakerNeed {
  LockId lock{};
  Mode mode = Mode::Exclusive;
  Acquisition acquisition = Acquisition::Blocking;
  Segment segment = 0;
  StackId stack{};
  // Since the thread's last own wait, and the mutex of a condition was taken once since then.
  // False: certainly not since then.
  bool isNear = false;
  // Somebody waited for the object already when the thread asked.
  bool isAwaited = false;
};

// "thread wakes whoever waits for `object`", or comes to a barrier. `held` may be empty.
struct Signal {
  ThreadId thread{};
  Segment segment = 0;
  Meeting kind = Meeting::Condition;
  std::uint32_t object = 0;
  std::uint32_t round = 0;  // of a barrier; 0: unknown
  std::vector<HeldLock> held;
  StackId stack{};
  Sequence sequence = 0;
  Moment order = 0;
  Moment waitedAt = 0;     // when the thread last came out of a wait; 0: it never waited
  bool inHandler = false;  // of a system signal: what the thread did before is no way to it
  bool repeats = false;    // it may come again in any later segment
  std::vector<WakerNeed> needs;
};

// `thread` posts a semaphore or signals a condition; or came past one (isTaken). Soft order: it
// tells who told whom in this run, not in every schedule. Only the first few of each thread and
// object are recorded, and so many of all.
struct Notice {
  ThreadId thread{};
  Segment segment = 0;
  Sequence sequence = 0;
  Meeting kind = Meeting::Semaphore;
  std::uint32_t object = 0;
  bool isTaken = false;
  bool gaveUp = false;       // of a wait for a condition: it ended by itself
  bool isLast = false;       // further ones of the thread at this object are not recorded …
  bool isLastOfAll = false;  // … nor any
  Moment order = 0;
};

struct Trace {
  std::vector<Lock> locks;
  std::vector<Thread> threads;
  std::vector<Join> joins;
  std::vector<Once> onces;
  std::vector<Pass> passes;
  std::vector<Barrier> barriers;
  std::vector<Rounds> rounds;
  std::vector<Dependency> dependencies;
  std::vector<Use> uses;
  std::vector<Wait> waits;
  std::vector<Signal> signals;
  std::vector<Notice> notices;  // by sequence
};

}  // namespace gordian::lockgraph
