#include "thread_state.hpp"

#include "dependencies.hpp"
#include "forked.hpp"
#include "handlers.hpp"
#include "held_states.hpp"
#include "holders.hpp"
#include "keep_errno.hpp"
#include "lock_events.hpp"
#include "lock_word.hpp"
#include "memory.hpp"
#include "modules.hpp"
#include "pauses.hpp"
#include "process.hpp"
#include "registry.hpp"
#include "statistics.hpp"
#include "thread_events.hpp"
#include "watched.hpp"

#include <cstring>
#include <iterator>

namespace gordian::runtime {

__thread ThreadState* self __attribute__((tls_model("initial-exec"))) = nullptr;

namespace {

bool isAlive(const State& state) noexcept {
  return state.entry != nullptr && state.entry->instance == state.instance && !state.entry->tainted;
}

// After a release in the middle: what lies above stands on another held set now. The new states are
// looked for when the thread acquires again (settle); a thread that releases all never needs them.
void removeHeld(ThreadState& thread, std::uint32_t at) noexcept {
  if (thread.statistics != nullptr) noteRemoved(thread, at);
  std::memmove(thread.held + at, thread.held + at + 1, (thread.depth() - at - 1) * sizeof(Held));
  --thread.top;
  for (std::uint32_t i = at; i < thread.depth() && (thread.held[i].state & kStaleBit) == 0; ++i)
    thread.held[i].state |= kStaleBit;
}

// Takes entries out of the held stack whose lock is gone or turned out to be none.
void dropDeadHolds(ThreadState& thread) noexcept {
  for (std::uint32_t i = thread.depth(); i-- > 0;)
    if (!isAlive(stateOf(thread, thread.held[i]))) removeHeld(thread, i);
}

// Made new by an assignment or memset, as in forked children: nobody holds it, and no call told so.
// Looked for where it costs no call into the system, and in a child while it has what it inherited.
void dropResetHolds(ThreadState& thread, const void* asked) noexcept {
  if (thread.depth() == 0) thread.hasInherited = false;
  for (std::uint32_t i = thread.depth(); i-- > 0;) {
    const void* lock = thread.held[i].lock;
    const LockEntry* entry = stateOf(thread, thread.held[i]).entry;
    if (entry == nullptr || entry->kind > kSpinLockKind ||
        (entry->flags & recording::kLockCustom) != 0)
      continue;
    LockWord word;
    if (lock == asked || isStorageOfProgram(reinterpret_cast<std::uintptr_t>(lock)))
      word = lockWordAt(lock, entry->kind);
    else if (thread.hasInherited)
      word = lockWordIfMapped(lock, entry->kind);
    if (word.isKnown && word.isFree) removeHeld(thread, i);
  }
}

bool makeRoom(ThreadState& thread, std::uint32_t depth) noexcept {
  while (thread.heldCapacity < depth)
    if (!growHeld(thread)) return false;
  return true;
}

// A semaphore is a lock only while it behaves as one.
bool isLockLike(const void* lock, std::uint8_t kind) noexcept {
  if (kind != kSemaphoreKind) return true;
  const LockEntry* entry = findLock(lock);
  return entry != nullptr && entry->kind == kSemaphoreKind && !entry->tainted;
}

// Known in every way, but in another segment: nothing about the lock has to be looked up.
Transition* seenAgain(ThreadState& thread, Transition& known, std::uint32_t how,
                      const CallSite& site) noexcept {
  known.segment = thread.segment;
  ++known.count;
  if (known.ignored != 0) return &known;
  State& state = thread.states[known.to];
  if ((known.way.how & kWatched) != 0)
    askedAgain(thread, known, site);
  else if (state.entry->isUsedInHandler)
    noteHandlerUse(thread, *state.entry, how, site, known.context);
  noteForkedUse(thread, *state.entry, how, site);
  recordAcquisition(thread, state, site, known.context);
  return &known;
}

}  // namespace

Transition* addTransition(ThreadState& thread, const void* lock, std::uint8_t kind,
                          std::uint32_t how, const CallSite& site, Transition* stale) noexcept {
  const KeepErrno keepErrno;
  if (thread.off) return nullptr;
  if (!enterSlowPath(thread)) return nullptr;
  const std::uint32_t before = stateNow(thread);
  const std::uint32_t epoch = thread.epoch;
  dropResetHolds(thread, lock);
  settle(thread);
  // One that is known keeps its place: only what it leads to may be new.
  if ((stale == nullptr && !makeTransitionRoom(thread)) || !makeStateRoom(thread)) {
    resetStates(thread);  // what is still in use comes back
    if (thread.off) return nullptr;
  }
  // From another state the transition may well be known.
  if (stateNow(thread) != before || thread.epoch != epoch)
    return findTransition(thread, lock, kind, how, site);
  if (stale != nullptr && stale->stamp == stampOf(lock) && stale->segment != thread.segment)
    return seenAgain(thread, *stale, how, site);
  const std::uint32_t from = stateNow(thread);
  Transition made{};
  made.lock = lock;
  made.pc = keyPc(site);
  made.cfa = site.cfa;
  made.way = {from, how};
  made.stamp = stampOf(lock);
  made.segment = thread.segment;
  made.count = 1;
  made.context = stale != nullptr ? stale->context : contextOf(site);
  if (made.context == nullptr) {
    limitReached(thread);
    return nullptr;
  }
  if (isLockLike(lock, kind)) {
    LockEntry* entry = touchLock(thread, lock, kind, how, site, made.context);
    // What a creator did before its lock was shared is told apart from what it does afterwards.
    const std::uint32_t phase =
        entry != nullptr && entry->shared && entry->creator == thread.id ? kSharedBit : 0;
    if (entry != nullptr) made.to = internState(thread, from, entry, how | phase);
    if (made.to == 0 || !makeRoom(thread, thread.states[made.to].depth)) {
      limitReached(thread);
      return nullptr;
    }
    if (entry != nullptr && (stale == nullptr || entry->isUsedInHandler) &&
        noteHandlerUse(thread, *entry, how, site, made.context))
      made.way.how |= kWatched;
    if (entry != nullptr) noteForkedUse(thread, *entry, how, site);
    if (entry != nullptr && entry->isWatched) {
      made.way.how |= kWatched;
      noteAsked(thread, *entry, how, {made.context, site.cfa});
    }
    if (isProvoking() && pointOfLock(lock, how, *made.context) != kNoPoint)
      made.way.how |= kWatched;
    // Touching may have made it shared, which changed the stamp: what is cached is newer than that.
    made.stamp = stampOf(lock);
    recordAcquisition(thread, thread.states[made.to], site, made.context);
  } else {
    made.to = from;
    made.ignored = 1;
  }
  Transition* added = stale;
  if (stale != nullptr) {
    made.count += stale->count;
    *stale = made;
  } else {
    added = thread.transitions.add(made);
  }
  if (isProvoking() && made.ignored == 0)
    pauseBefore(thread, thread.states[made.to], how, site, *made.context);
  return added;
}

void askedAgain(ThreadState& thread, const Transition& transition, const CallSite& site) noexcept {
  LockEntry* entry = thread.states[transition.to].entry;
  if (transition.ignored != 0 || entry == nullptr) return;
  const std::uint32_t how = transition.way.how & ~kWatched;
  // A child that nobody told us about drops all transitions when it is noticed: not from here.
  if (entry->isUsedInHandler && isThisProcess()) {
    const KeepErrno keepErrno;
    noteHandlerUse(thread, *entry, how, site, transition.context);
  }
  if (entry->isWatched) noteAsked(thread, *entry, how, {transition.context, transition.cfa});
  if (isProvoking())
    pauseBefore(thread, thread.states[transition.to], how, site, *transition.context);
}

bool growHeld(ThreadState& thread) noexcept {
  const std::uint32_t wider = thread.heldCapacity == 0 ? 16 : thread.heldCapacity * 2;
  auto* held = allocateArray<Held>(wider + 1);
  if (held == nullptr) {
    limitReached(thread);
    return false;
  }
  const RegistryLocked locked;  // others look who holds what (holders.hpp)
  held[0].lock = &thread;       // what no program asks for
  const std::uint32_t depth = thread.depth();
  if (depth != 0) std::memcpy(held + 1, thread.held, depth * sizeof(Held));
  releaseHeld(thread);
  thread.held = held + 1;
  thread.top = thread.held + depth;
  thread.heldCapacity = wider;
  return true;
}

void releaseHeld(ThreadState& thread) noexcept {
  if (thread.held != nullptr) releaseArray(thread.held - 1, thread.heldCapacity + 1);
}

bool popInside(ThreadState& thread, const void* lock) noexcept {
  for (std::uint32_t i = thread.depth(); i-- > 0;) {
    if (thread.held[i].lock != lock) continue;
    if (thread.statistics != nullptr) noteReleased(thread, i);
    removeHeld(thread, i);
    return true;
  }
  return false;
}

bool popSerial(ThreadState& thread, const void* lock, std::uint32_t serial) noexcept {
  for (std::uint32_t i = thread.depth(); i-- > 0;) {
    if (thread.held[i].lock != lock || thread.held[i].serial != serial) continue;
    removeHeld(thread, i);
    return true;
  }
  return false;
}

void holdUntilUnwound(ThreadState& thread, std::uintptr_t cfa) noexcept {
  const std::uintptr_t within = cfa - sizeof(void*);
  if (within < thread.lowestStackLock.load(std::memory_order_relaxed))
    thread.lowestStackLock.store(within, std::memory_order_relaxed);
}

void dropUnwound(ThreadState& thread, std::uintptr_t cfa) noexcept {
  for (std::uint32_t i = thread.depth(); i-- > 0;) {
    const LockEntry* entry = stateOf(thread, thread.held[i]).entry;
    if (entry != nullptr && entry->kind == kOnceKind && thread.held[i].place.cfa <= cfa)
      removeHeld(thread, i);
  }
}

void settle(ThreadState& thread) noexcept {
  dropLostHolds(thread);
  dropDeadHolds(thread);
  if ((stateNow(thread) & kStaleBit) == 0) return;
  std::uint32_t from = thread.depth();
  while (from > 0 && (thread.held[from - 1].state & kStaleBit) != 0) --from;
  std::uint32_t state = from == 0 ? 0 : thread.held[from - 1].state;
  for (std::uint32_t i = from; i < thread.depth(); ++i) {
    state = internState(thread, state, stateOf(thread, thread.held[i]).entry,
                        (howOf(thread, thread.held[i]) & ~kQuiet) | kCarriedBit);
    if (state == 0) {
      resetStates(thread);
      return;
    }
    thread.held[i].state = state;
  }
}

CallContext* initContextOf(ThreadState& thread, const CallSite& site) noexcept {
  CallContext*& cached = thread.initContexts[(reinterpret_cast<std::uintptr_t>(site.pc) >> 2) %
                                             std::size(thread.initContexts)];
  // It was made at another depth: near the end of the stack there may be nothing so far above.
  const bool inStack = cached != nullptr && site.cfa >= thread.stackLow &&
                       site.cfa + cached->offsets[cached->count - 1] <= thread.stackHigh;
  if (!inStack || cached->pcs[0] != reinterpret_cast<std::uintptr_t>(site.pc) ||
      cached->python != site.python || !cached->matches(site.cfa))
    cached = contextOf(site);
  return cached;
}

bool prepareThread(ThreadState& thread) noexcept {
  thread.frames = allocateArray<recording::FrameRef>(kMostFrames);
  thread.listed = allocateArray<recording::HeldRef>(kExplicitHolds);
  return thread.frames != nullptr && thread.listed != nullptr && thread.transitions.beginAnew() &&
         beginStates(thread, 0) && growHeld(thread);
}

}  // namespace gordian::runtime
