#include "statistics.hpp"

#include "incidents.hpp"
#include "lock_classes.hpp"
#include "memory.hpp"
#include "options.hpp"
#include "process.hpp"
#include "python.hpp"
#include "records.hpp"
#include "registry.hpp"
#include "thread_events.hpp"

#include <cerrno>
#include <cstring>
#include <iterator>

namespace gordian::runtime {

namespace {

bool isOn;
bool isLimitNoted;
std::uint64_t longHold;  // ticks

constexpr std::uint32_t kLongHold = 306;

// Once something waited: by then the rate is known well enough.
void measureLongHold() noexcept {
  longHold = static_cast<std::uint64_t>(runtimeOptions().longHoldMs * 1e6 / tickLength()) + 1;
}

State* stateAt(const ThreadState& thread, std::uint32_t index) noexcept {
  index &= ~kStaleBit;
  if (index == 0 || index >= thread.stateCount) return nullptr;
  State& state = thread.states[index];
  const bool isAlive = state.entry != nullptr && state.entry->instance == state.instance;
  return isAlive && !state.entry->tainted ? &state : nullptr;
}

// What the interpreter takes for itself is nobody's business but its author's.
bool isOfInterpreter(const LockEntry& lock) noexcept {
  const CallContext* first = lock.first.context;
  if (!pythonPresent() || first == nullptr ||
      !isPythonLockCall(reinterpret_cast<const void*>(first->pcs[0])))
    return false;
  // Python's own locks are semaphores, asked for by lines of Python.
  return lock.kind != kSemaphoreKind || (pythonFramesKnown() && first->python == 0);
}

bool growTallies(Statistics& own) noexcept {
  const std::uint32_t wider = own.tallyCapacity == 0 ? 8 : own.tallyCapacity * 2;
  auto* tallies = allocateArray<Tally>(wider);
  if (tallies == nullptr) return false;
  const RegistryLocked locked;  // the end of the process reads those of all threads
  for (std::uint32_t i = 0; i < own.tallyCount; ++i) tallies[i] = own.tallies[i];
  releaseArray(own.tallies, own.tallyCapacity);
  own.tallies = tallies;
  own.tallyCapacity = wider;
  return true;
}

// Index + 1, or 0: not counted.
std::uint32_t internTally(Statistics& own, LockEntry& lock, bool isShared) noexcept {
  if (lock.kind == kOnceKind || lock.kind == kGuardKind || isOfInterpreter(lock)) return 0;
  std::uint32_t lockClass = 0;
  {
    const RecordsLocked locked;
    lockClass = internClass(lock);
  }
  if (lockClass == 0) {
    if (!isLimitNoted)
      noteLimit("locks are made in more places than are counted; later ones have no statistics");
    isLimitNoted = true;
    return 0;
  }
  std::uint32_t& bucket = own.buckets[lockClass % std::size(own.buckets)];
  for (std::uint32_t at = bucket; at != 0; at = own.tallies[at - 1].next)
    if (own.tallies[at - 1].lockClass == lockClass && own.tallies[at - 1].isShared == isShared)
      return at;
  if (own.tallyCount == own.tallyCapacity && !growTallies(own)) return 0;
  Tally& made = own.tallies[own.tallyCount];
  made = Tally{};
  made.lockClass = lockClass;
  made.isShared = isShared;
  made.next = bucket;
  bucket = ++own.tallyCount;
  return bucket;
}

Tally* tallyOf(const ThreadState& thread, State& state) noexcept {
  Statistics& own = *thread.statistics;
  if (state.tally == 0) state.tally = internTally(own, *state.entry, (state.how & kShared) != 0);
  return state.tally != 0 ? &own.tallies[state.tally - 1] : nullptr;
}

bool growSince(const ThreadState& thread) noexcept {
  Statistics& own = *thread.statistics;
  auto* since = allocateArray<std::uint64_t>(thread.heldCapacity);
  if (since == nullptr) return false;
  for (std::uint32_t i = 0; i < own.sinceCapacity; ++i) since[i] = own.since[i];
  releaseArray(own.since, own.sinceCapacity);
  own.since = since;
  own.sinceCapacity = thread.heldCapacity;
  return true;
}

// A long hold with a long wait for something else in it, while somebody waits for the lock.
void reportLongHold(ThreadState& thread, const Held& held, LockEntry& lock,
                    std::uint64_t time) noexcept {
  const LongBlock& block = thread.statistics->latest;
  if (__atomic_load_n(&lock.waiting, __ATOMIC_RELAXED) == 0) return;
  Incident incident;
  incident.rule = kLongHold;
  incident.detail = recording::kHeldAcross;
  incident.lock = &lock;
  // Where a Python program blocks no Python frame can be had: the GIL is gone by then.
  incident.place =
      held.place.context != nullptr && held.place.context->python != 0 ? held.place : block.at;
  incident.otherPlace = held.place;
  incident.value = static_cast<std::uint64_t>(static_cast<double>(time) * tickLength() / 1e6);
  incident.text = block.what;
  noteIncident(thread, incident);
}

}  // namespace

void startStatistics(ThreadState& first) noexcept {
  if (!runtimeOptions().stats) return;
  startTicks();
  isOn = true;
  beginStatistics(first);
}

bool isMeasuring() noexcept {
  return isOn;
}

void beginStatistics(ThreadState& thread) noexcept {
  if (!isOn) return;
  auto* own = static_cast<Statistics*>(allocate(sizeof(Statistics)));
  if (own == nullptr) return;
  *own = Statistics{};
  own->begun = ticks();
  own->cpuBegun = cpuNsOfThread(thread.tid);
  thread.statistics = own;
  thread.inside |= kMeasured;
}

void freeStatistics(ThreadState& thread) noexcept {
  Statistics* own = thread.statistics;
  if (own == nullptr) return;
  thread.statistics = nullptr;
  releaseArray(own->since, own->sinceCapacity);
  releaseArray(own->tallies, own->tallyCapacity);
  release(own, sizeof *own);
}

void forgetStatistics(ThreadState* thread) noexcept {
  forgetClasses();
  isLimitNoted = false;
  if (thread == nullptr || thread->statistics == nullptr) return;
  Statistics& own = *thread->statistics;
  own.begun = ticks();
  own.cpuBegun = cpuNsOfThread(thread->tid);
  own.lockWait = own.spinWait = 0;
  own.tallyCount = 0;
  std::memset(own.buckets, 0, sizeof own.buckets);
  own.gil = Tally{};
  own.gilWaitBegun = own.blockBegun = 0;
}

void noteAcquired(ThreadState& thread, const void* lock) noexcept {
  const std::uint32_t at = thread.depth() - 1;
  if (thread.depth() == 0 || thread.held[at].lock != lock) return;
  const int error = errno;
  Statistics& own = *thread.statistics;
  State* state = stateAt(thread, thread.held[at].state);
  if (at < own.sinceCapacity || growSince(thread)) {
    own.since[at] = 0;
    Tally* tally = state != nullptr && !state->reentrant ? tallyOf(thread, *state) : nullptr;
    if (tally != nullptr) {
      ++tally->acquisitions;
      LockEntry& entry = *state->entry;
      if (!tally->isShared && entry.lastHolder != thread.id + 1) {
        if (entry.lastHolder != 0) ++tally->handOvers;
        entry.lastHolder = thread.id + 1;
      }
      own.since[at] = ticks();
    }
  }
  errno = error;
}

void noteReleased(ThreadState& thread, std::uint32_t at) noexcept {
  Statistics& own = *thread.statistics;
  if (at >= own.sinceCapacity || own.since[at] == 0) return;
  const int error = errno;
  const Held held = thread.held[at];
  State* state = stateAt(thread, held.state);
  Tally* tally = state != nullptr ? tallyOf(thread, *state) : nullptr;
  if (tally != nullptr) {
    const std::uint64_t since = own.since[at];
    const std::uint64_t time = ticksSince(since, ticks());
    tally->held += time;
    if (time > tally->longestHold) {
      tally->longestHold = time;
      tally->longestAt = held.place;
    }
    if (time > longHold && own.latest.begin >= since)
      reportLongHold(thread, held, *state->entry, time);
  }
  errno = error;
}

void noteRemoved(ThreadState& thread, std::uint32_t at) noexcept {
  Statistics& own = *thread.statistics;
  if (thread.depth() > own.sinceCapacity) return;
  std::memmove(own.since + at, own.since + at + 1, (thread.depth() - at - 1) * sizeof *own.since);
}

void lockWaitBegins(ThreadState& thread, std::uint32_t state) noexcept {
  if (longHold == 0) measureLongHold();
  if (State* asked = stateAt(thread, state))
    __atomic_fetch_add(&asked->entry->waiting, 1, __ATOMIC_RELAXED);
}

void lockWaitEnds(ThreadState& thread, std::uint32_t state, std::uint64_t begin,
                  bool isAcquired) noexcept {
  State* asked = stateAt(thread, state);
  if (asked == nullptr) return;
  __atomic_fetch_sub(&asked->entry->waiting, 1, __ATOMIC_RELAXED);
  const int error = errno;
  const std::uint64_t time = ticksSince(begin, ticks());
  Statistics& own = *thread.statistics;
  if (Tally* tally = tallyOf(thread, *asked)) {
    ++tally->waits;
    tally->contended += isAcquired ? 1 : 0;
    tally->waited += time;
    if (time > tally->longestWait) tally->longestWait = time;
    own.lockWait += time;
    if (asked->entry->kind == kSpinLockKind) own.spinWait += time;
  }
  errno = error;
}

const char* wordOfWait(recording::WaitKind kind) noexcept {
  constexpr const char* kWords[] = {"a wait",
                                    "a wait for another lock",
                                    "a join",
                                    "a wait for a call_once",
                                    "a wait for an initialisation",
                                    "a condition wait",
                                    "a semaphore wait",
                                    "a barrier",
                                    "a wait for a post",
                                    "a wait for a pipe",
                                    "a wait for a process",
                                    "a wait for a file lock"};
  return kind < std::size(kWords) ? kWords[kind] : kWords[0];
}

void blockBegins(ThreadState& thread, const char* what, const CallSite& site) noexcept {
  Statistics& own = *thread.statistics;
  own.blockBegun = 0;
  // CPython waits on conditions for the GIL: nothing that its program does.
  if (thread.depth() == 0 ||
      (what[0] == 'a' && std::strcmp(what, "a condition wait") == 0 && isPythonLockCall(site.pc)))
    return;
  CallContext* context = contextOf(site);
  if (context == nullptr) return;
  own.blockBegun = ticks();
  own.block = {own.blockBegun, {context, site.cfa}, what};
}

void blockEnds(ThreadState& thread) noexcept {
  Statistics& own = *thread.statistics;
  if (own.blockBegun == 0) return;
  if (longHold == 0) measureLongHold();
  if (ticksSince(own.blockBegun, ticks()) > longHold) own.latest = own.block;
  own.blockBegun = 0;
}

}  // namespace gordian::runtime
