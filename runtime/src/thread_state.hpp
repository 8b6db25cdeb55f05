// What the runtime knows of one thread: the stack of held locks and the interned held-set states.
//
// A *state* is a node of the thread's tree of held sets: the path from the root is the list of held
// locks. A *transition* caches one acquisition: (state, lock, how, call site) -> next state. The
// lock path is one look-up of a transition, the real call, and one push: it writes thread-local
// lines only, allocates nothing and takes no stack. Everything else is in thread_state.cpp.
#pragma once

#include "call_context.hpp"
#include "left_behind.hpp"
#include "lock_table.hpp"
#include "transitions.hpp"

#include <pthread.h>
#include <cstdint>

namespace gordian::runtime {

// How a lock is asked for; the bits are part of a transition's key.
enum How : std::uint32_t {
  kExclusive = 0,
  kShared = 1,
  kTimed = 2,
  kTry = 4,
  kAfterWait = 8,
  kQuiet = 16,    // not reported: the program asked for it
  kWatched = 32,  // in transitions only, so that the lock path misses: watched.hpp wants to know,
                  // or handlers.hpp
};
// State::how has more bits above these.
constexpr std::uint32_t kHowBits = 0xff;

struct State {
  const void* lock = nullptr;
  LockEntry* entry = nullptr;
  std::uint32_t instance = 0;  // of the entry, when this state was made
  std::uint32_t parent = 0;
  std::uint32_t how = 0;
  std::uint32_t depth = 0;       // locks held in this state
  std::uint32_t dependency = 0;  // record that led here; 0: none was due, or carried
  std::uint32_t segment = 0;     // of the last record about it; of a first lock: when it was last
  std::uint32_t nextOfHash = 0;
  std::uint32_t tally = 0;  // statistics.hpp
  bool reentrant : 1 = false;
  bool carried : 1 = false;  // the rest of a held set after a release in the middle
  bool useWritten : 1 = false;
  bool isPassedOver : 1 = false;   // enough threads have recorded the same (alike.hpp)
  std::uint8_t revisits = 0;       // of the dependency (revisits.hpp)
  std::uint32_t firstSegment = 0;  // of the acquisition that made it …
  std::uint32_t first = 0;         // … and its moment
  std::uint32_t uses = 0;          // meetings.cpp, while it counts
};
static_assert(sizeof(State) == 64);

// Marks the state of a held entry below which something was released since.
constexpr std::uint32_t kStaleBit = 1u << 31;

struct Held {
  const void* lock;
  CallPlace place;
  std::uint32_t state;   // after this acquisition
  std::uint32_t serial;  // of this stretch of holding
};
static_assert(sizeof(Held) == 32);

// A place whose record is known.
struct KnownPlace {
  const CallContext* context;
  std::uintptr_t cfa;
  std::uint32_t generation;
  std::uint32_t id;
};
constexpr std::uint32_t kKnownPlaces = 16;

// What `push` needs, copied: a signal handler may move the transitions while the real call blocks.
struct Pending {
  Held held{};
  std::uint32_t how = 0;
  std::uint32_t epoch = 0;
  bool tracked = false;
};

// acquisition of a lock, as the recording numbers it (lockgraph::Acquisition).
constexpr std::uint8_t acquisitionOf(std::uint32_t how) noexcept {
  return (how & kTry) != 0 ? 2 : (how & kTimed) != 0 ? 1 : 0;
}

// A wait or a signal that was recorded (meetings.hpp).
struct Meeting {
  const void* object;
  std::uint32_t state;
  std::uint32_t segment;
  std::uint32_t how;  // kind and flags
  std::uint32_t epoch;
  std::uint32_t needs;     // their signature
  std::uint32_t round;     // of a barrier
  std::uint32_t segments;  // before this one, where that counts
};
constexpr std::size_t kKnownMeetings = 64;

// What a creator hands to the thread it creates.
struct Birth {
  std::uint32_t id = recording::kNoThread;
  std::uint32_t parent = recording::kNoThread;
  std::uint32_t parentSegment = 0;
  CallContext* created = nullptr;
  std::uint64_t entry = 0;
  std::size_t stackSize = 0;
  std::uint32_t createdStack = 0;
  std::uint32_t holdCount = 0;
  recording::HoldRef holds[16] = {};
};

// A hold that another thread has ended (holders.hpp).
struct LostHold {
  std::atomic<const void*> lock{nullptr};  // null: free
  std::atomic<std::uint32_t> serial{0};
};

// patience.hpp
struct Patience {
  bool isKnown = false;
  bool isForbidden = false;
  std::uint8_t left = 0;
  std::uint8_t refused = 0;
};

// A thread or lock is given new names so often in the recording.
constexpr std::uint8_t kMostNamings = 16;

constexpr std::uint32_t kExplicitHolds = 32;  // listed in full before a base is looked for

// Bits of ThreadState::inside. The hot path takes 0 only: what is measured, and what is asked for
// in a quiet scope, goes step by step.
constexpr std::uint32_t kInside = 1;
constexpr std::uint32_t kMeasured = 2;
constexpr std::uint32_t kInQuietScope = 4;
constexpr std::uint32_t kAtWork = 8;  // beside kInside: not on the hot path; tables may be changing

struct Statistics;
struct AskedLock;
struct KnownNotice;
struct Order;
struct WrittenState;

// written_states.hpp
struct WrittenStates {
  WrittenState* places = nullptr;
  std::uint32_t placeCount = 0;
  std::uint32_t count = 0;
};

struct ThreadState {
  // kInside while the runtime works for this thread: hooks reached meanwhile (by a signal handler,
  // an allocator, the unwinder) pass straight through. kMeasured: see statistics.hpp. Above the
  // flags is where the stack stood then (left_behind.hpp).
  std::uint32_t inside = 0;
  std::uint32_t segment = 0;
  Held* top = nullptr;  // behind the latest that is held; in front of all stands "nothing held"
  std::uint64_t acquisitions = 0;
  // Lowest address of a lock on this thread's stack: once the stack has shrunk past it, it is gone.
  std::atomic<std::uintptr_t> lowestStackLock{UINTPTR_MAX};
  Transitions transitions;

  Held* held = nullptr;
  std::uint32_t heldCapacity = 0;
  std::uint32_t epoch = 0;  // grows when the states begin anew
  std::uint32_t quiet = 0;  // kQuiet in a quiet scope
  std::uint32_t stateCount = 0;
  std::uint32_t stateCapacity = 0;
  std::uint32_t stateHashSize = 0;
  State* states = nullptr;             // [0] is "nothing held"
  std::uint32_t* stateHash = nullptr;  // chains through State::nextOfHash

  // Room to work in: the stack may be a thread's smallest, or a signal handler's.
  recording::FrameRef* frames = nullptr;  // kMostFrames
  recording::HeldRef* listed = nullptr;   // kExplicitHolds

  std::uint32_t id = 0;
  std::uint32_t tid = 0;
  char name[16] = {};              // as written last
  bool announced = false;          // its Thread record is written
  bool off = false;                // a limit was reached: nothing more is cached for this thread
  bool isAwaited = false;          // somebody joins it with a lock held; atomic
  bool hasInherited = false;       // may hold what it held when it was forked
  bool boundaryDue = false;        // what is recorded next begins a segment (once_order.hpp)
  std::uint8_t newBeginnings = 0;  // after a jump out of the slow path
  std::uintptr_t stackLow = 0;
  std::uintptr_t stackHigh = 0;
  // The latest failed try of a Python lock, and who tried; the wait that follows has no GIL to
  // look.
  const void* lastPythonLock = nullptr;
  std::uint64_t lastPython = 0;
  CallContext* initContexts[4] = {};  // of the latest init calls
  KnownStack* knownStacks = nullptr;
  std::uint32_t quietDepth = 0;
  std::uint32_t askedCount = 0;
  Pending asked[4];                 // acquisitions of custom locks that were begun
  const char* givenName = nullptr;  // by the program, for reports
  std::uint8_t namings = 0;
  LostHold lost[4];  // written by others, under the registry lock

  recording::BoardSlot* slot = nullptr;  // since the first wait
  Patience patience;
  KnownPlace knownPlaces[kKnownPlaces] = {};
  Meeting* meetings = nullptr;     // kKnownMeetings, once there is one
  KnownNotice* notices = nullptr;  // kKnownNotices, once there is one
  // watched.hpp:
  AskedLock* askedLocks = nullptr;   // kAskedLocks, once there is one
  std::uint32_t waitedAt = 0;        // the moment when it last came out of a wait …
  std::uint32_t watchedThen = 0;     // … and watchedCount then
  const void* awaits = nullptr;      // the watched object that it waits for …
  std::uint64_t awaitsSinceNs = 0;   // … since when
  Statistics* statistics = nullptr;  // with --stats
  Order* order = nullptr;            // once there is something to remember (order.hpp)
  WrittenStates written;
  std::uint32_t usesWritten = 0;
  pthread_t self{};
  Birth birth;
  ThreadState* nextThread = nullptr;
  ThreadState* previousThread = nullptr;

  [[nodiscard]] std::uint32_t depth() const noexcept {
    return static_cast<std::uint32_t>(top - held);
  }
};

// Null until the thread's first hook and after its end.
extern __thread ThreadState* self __attribute__((tls_model("initial-exec")));

// The lock path -----------------------------------------------------------------------------------

// The thread's own clock: it counts its acquisitions, and stops at the end.
constexpr std::uint32_t kLastMoment = UINT32_MAX;
inline std::uint32_t momentOf(const ThreadState& thread) noexcept {
  return thread.acquisitions < kLastMoment ? static_cast<std::uint32_t>(thread.acquisitions)
                                           : kLastMoment;
}
// Of an acquisition that is about to be.
inline std::uint32_t nextMoment(const ThreadState& thread) noexcept {
  const std::uint32_t now = momentOf(thread);
  return now < kLastMoment ? now + 1 : now;
}

// The state that the latest acquisition led to, perhaps with kStaleBit.
[[gnu::always_inline]] inline std::uint32_t stateNow(const ThreadState& thread) noexcept {
  return thread.top[-1].state;
}

inline std::uint32_t howOf(const ThreadState& thread, const Held& held) noexcept {
  return thread.states[held.state & ~kStaleBit].how & kHowBits;
}

inline const void* keyPc(const CallSite& site) noexcept {
  return reinterpret_cast<const void*>(reinterpret_cast<std::uintptr_t>(site.pc) ^ site.python);
}

// Slow path: records what is new. Null when nothing can be cached (then the lock is not tracked).
Transition* addTransition(ThreadState& thread, const void* lock, std::uint8_t kind,
                          std::uint32_t how, const CallSite& site, Transition* stale) noexcept;

// A lock that is watched is asked for, in a way that is known.
void askedAgain(ThreadState& thread, const Transition& transition, const CallSite& site) noexcept;

// A hit at one of the first two places: everything about this acquisition, by a call outside
// CPython, is as it was. Null: findTransition() knows more.
[[gnu::always_inline]] inline Transition* knownTransition(ThreadState& thread, const void* lock,
                                                          std::uint32_t how, const void* pc,
                                                          std::uintptr_t cfa) noexcept {
  const std::uint32_t from = stateNow(thread);
  Transition* known = thread.transitions.nearest(hashTransition(from, lock, pc, cfa), lock);
  if (known->lock != lock || known->pc != pc || known->cfa != cfa || known->way != Way{from, how} ||
      known->stamp != stampOf(lock) || known->segment != thread.segment ||
      !known->context->matches(cfa)) [[unlikely]]
    return nullptr;
  ++known->count;
  return known;
}

inline Transition* findTransition(ThreadState& thread, const void* lock, std::uint8_t kind,
                                  std::uint32_t how, const CallSite& site) noexcept {
  const void* pc = keyPc(site);
  const std::uint32_t from = stateNow(thread);
  Transition* known = thread.transitions.find(
      hashTransition(from, lock, pc, site.cfa), [&](const Transition& each) {
        return each.lock == lock && each.pc == pc && each.cfa == site.cfa &&
               each.way.from == from && (each.way.how & ~kWatched) == how &&
               each.context->matches(site.cfa);
      });
  if (known != nullptr && known->stamp == stampOf(lock) && known->segment == thread.segment) {
    ++known->count;
    if ((known->way.how & kWatched) != 0) [[unlikely]]
      askedAgain(thread, *known, site);
    return known;
  }
  return addTransition(thread, lock, kind, how, site, known);
}

bool growHeld(ThreadState& thread) noexcept;
void releaseHeld(ThreadState& thread) noexcept;

// On top of the held stack. There is room: a transition is made only when there is for the state
// that it leads to, and a state has as many locks as the stack.
[[gnu::always_inline]] inline void place(ThreadState& thread, const Held& held) noexcept {
  Held& top = *thread.top;
  top = held;
  top.serial = static_cast<std::uint32_t>(++thread.acquisitions);
  std::atomic_signal_fence(std::memory_order_release);  // complete, once it is there
  ++thread.top;
}

// What was looked up some time ago: meanwhile a signal handler, or the program by annotations, may
// have changed what is held.
inline void push(ThreadState& thread, const Held& held) noexcept {
  if (thread.depth() == thread.heldCapacity && !growHeld(thread)) return;
  const bool isStale = thread.states[held.state].parent != stateNow(thread);
  place(thread, held);
  if (isStale) thread.top[-1].state |= kStaleBit;
}

// Releases in any order. False: the thread does not hold it.
bool popInside(ThreadState& thread, const void* lock) noexcept;
// That stretch of holding only.
bool popSerial(ThreadState& thread, const void* lock, std::uint32_t serial) noexcept;

// The latest acquisition, if it was of `lock`.
[[gnu::always_inline]] inline bool popTop(ThreadState& thread, const void* lock) noexcept {
  Held* top = thread.top - 1;
  if (top->lock != lock) [[unlikely]]
    return false;
  thread.top = top;
  return true;
}

[[gnu::always_inline]] inline bool pop(ThreadState& thread, const void* lock) noexcept {
  return (thread.statistics == nullptr && popTop(thread, lock)) || popInside(thread, lock);
}

// A hold that an exception or a cancellation may end without a word, made by a call at `cfa`: gone
// once the stack has shrunk past that call.
void holdUntilUnwound(ThreadState& thread, std::uintptr_t cfa) noexcept;
void dropUnwound(ThreadState& thread, std::uintptr_t cfa) noexcept;

// contextOf(), remembering the latest few: programs that initialise locks do so again and again.
CallContext* initContextOf(ThreadState& thread, const CallSite& site) noexcept;

// Makes the states of the held stack right again after releases in the middle; drops dead holds.
void settle(ThreadState& thread) noexcept;
// Allocates the tables of a new thread; false: no memory.
bool prepareThread(ThreadState& thread) noexcept;

}  // namespace gordian::runtime
