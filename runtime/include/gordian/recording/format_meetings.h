// Records of what is no lock: who waits for a condition, a semaphore, a barrier, a futex or a
// thread, who ends such waits, and what threads use with nothing held. Part of the recording
// (format.h).
#pragma once

#include <stdint.h>

#ifdef __cplusplus
namespace gordian::recording {
#endif

enum SignalKind {
  kSignalCondition = 1,
  kSignalSemaphore,
  kSignalBarrier,
  kWaitsCondition,
  kWaitsSemaphore,
  kWaitsBarrier,
  kWaitsThread,  // joins it; `object` is its number
  kSignalFutex,
  kWaitsFutex,
};

enum MeetingFlags {
  kMeetingTimed = 1,      // the wait ends by itself
  kMeetingCounts = 2,     // a semaphore that began above 0, or another one near it did
  kMeetingInHandler = 4,  // signalled by a signal handler, whatever the thread did before
  kMeetingRepeats = 8,    // the same in later segments of the thread is not recorded any more
};
enum MeetingHeldFlags {  // HeldRef::mode of a Signal
  kHeldShared = 1,
  kHeldAfterWait = 2,
  kHeldTried = 4,  // by a try-acquisition
};

// A lock that the thread asked for on its way to a signal, where somebody was seen to wait for the
// object with that lock held.
struct NeedRef {
  uint32_t lock;
  uint32_t stack;
  uint32_t segment;
  uint8_t mode;
  uint8_t acquisition;
  uint16_t flags;  // NeedFlags
};

enum NeedFlags {
  kNeedNear = 1,     // since the thread's last own wait, and the condition's mutex once since then;
                     // without this flag: certainly not since then
  kNeedAwaited = 2,  // somebody waited for the object already when the lock was asked for
};

// `thread` signals, posts, comes to a barrier, or waits for an object that is no lock, while it
// holds held[heldCount] (HeldRef, outermost first; without the mutex that a condition wait
// releases). Then needs[needCount] of a signal. Each (object, held set, needs, kind) once per
// thread and segment; waits only with something held (futexes that are watched with nothing held,
// too), and before they block; signals of conditions and futexes only once somebody waited there
// with something held, and other signals with nothing held before that once per thread. At a
// barrier once in each round, as often as the writer has room for. `order` and `waitedAt` are the
// thread's own clock, which counts its acquisitions (as HeldRef::serial does) and stops at
// 0xffffffff: now, and when it last came out of a wait.
struct SignalRecord {
  uint32_t thread;
  uint32_t segment;
  uint32_t kind;  // SignalKind
  uint32_t stack;
  uint64_t object;  // address
  uint32_t flags;   // MeetingFlags
  uint32_t epoch;   // tells objects apart that followed each other at one address
  uint32_t heldCount;
  uint32_t needCount;
  uint32_t mutex;  // of a condition: what the wait releases; 0: unknown
  uint32_t order;
  uint32_t waitedAt;
  uint32_t round;  // of a barrier, from 1: equal rounds end together; 0: unknown
};

// `thread` posts a semaphore or signals a condition (kSignalSemaphore, kSignalCondition), or came
// past one (kWaitsSemaphore, kWaitsCondition), whatever it holds: the first few of each thread and
// object, of so many of a process as the writer has room for. What came before all other records
// may follow later (kNoticeEarly, in the order in which it came); its thread may be one that the
// recording does not have.
enum NoticeFlags {
  kNoticeGaveUp = 1,     // a wait for a condition that ended by itself
  kNoticeLast = 2,       // further ones of the thread, object and direction are not recorded …
  kNoticeLastOfAll = 4,  // … nor any of the process
  kNoticeEarly = 8,
};

struct NoticeRecord {
  uint32_t thread;
  uint32_t segment;
  uint32_t kind;   // SignalKind
  uint32_t order;  // as in a Signal
  uint64_t object;
  uint32_t epoch;
  uint32_t flags;  // NoticeFlags
};

// `thread` acquired `lock` while it held nothing: such acquisitions are no Dependency. Written when
// the thread ends, for locks that more than one thread uses; of the first thread that used a lock,
// when another one holds it across a join. `thread` may be one that the recording does not have.
struct UseRecord {
  uint32_t thread;
  uint32_t lock;
  uint32_t stack;
  uint32_t segment;       // of the last time; 0xffffffff: it may go on
  uint32_t firstSegment;  // of the first time …
  uint32_t firstOrder;    // … and the thread's clock then; 0: unknown
  uint32_t count;         // at least so often; 0: unknown
  uint8_t mode;
  uint8_t acquisition;  // lockgraph::Acquisition
  uint16_t reserved;
};

#ifdef __cplusplus
}  // namespace gordian::recording
#endif
