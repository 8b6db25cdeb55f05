#include "dependencies.hpp"

#include "alike.hpp"
#include "lock_events.hpp"
#include "memory.hpp"
#include "recorder.hpp"
#include "records.hpp"
#include "revisits.hpp"
#include "written_states.hpp"

namespace gordian::runtime {

using namespace recording;

namespace {

constexpr std::uint32_t kMostListed = 4096;

// Programs that make and destroy locks all the time take each new one in the same few ways. When
// most recorded locks are gone again and a way (the call contexts of what is held and of what is
// asked for) was recorded this often, further *new* locks add nothing but size. Locks that the
// recording knows are always recorded, and so is everything while the locks live.
constexpr std::uint32_t kMostAlike = 4096;
constexpr std::size_t kWays = 1u << 14;
std::uint32_t timesOfWay[kWays];
bool limitNoted;

bool isMoreOfTheSame(const ThreadState& thread, const State& state,
                     const CallContext* context) noexcept {
  const auto isKnown = [](const LockEntry* entry) {
    return entry->recordId != 0 && entry->generation == recorder.generation();
  };
  bool allKnown = isKnown(state.entry);
  std::uint64_t way = reinterpret_cast<std::uintptr_t>(context) ^ state.how;
  for (std::uint32_t i = 0; i < thread.depth(); ++i) {
    allKnown = allKnown && isKnown(thread.states[thread.held[i].state].entry);
    way = (way ^ reinterpret_cast<std::uintptr_t>(thread.held[i].place.context)) *
          0x9E3779B97F4A7C15ull;
  }
  // Two ways may share a counter; then they share the bound.
  if (allKnown || ++timesOfWay[(way >> 40) % kWays] <= kMostAlike ||
      locksWritten() <= 2 * locksAlive() + kMostAlike)
    return false;
  if (!limitNoted) {
    limitNoted = true;
    constexpr char kText[] =
        "ever new locks are taken in the same way; only the first 4,096 were recorded";
    recorder.append(kNote, NoteRecord{kNoteLimit, 0}, kText, sizeof kText);
  }
  return true;
}

// The same held set and lock, whichever thread it is.
std::uint64_t wayOf(const ThreadState& thread, const State& state) noexcept {
  std::uint64_t way = std::uint64_t{state.instance} << 32 | state.how;
  for (std::uint32_t i = 0; i < thread.depth(); ++i) {
    const State& at = thread.states[thread.held[i].state];
    way = (way ^ (std::uint64_t{at.instance} << 32 | (at.how & kHowBits))) * 0xBF58476D1CE4E5B9ull;
    way ^= way >> 29;
  }
  return way;
}

// Threads that come and go (alike.hpp). One of which something is recorded is recorded in full.
bool isPassedOver(const ThreadState& thread, State& state) noexcept {
  if (thread.announced || !areThreadsTransient()) return false;
  if (!state.isPassedOver) state.isPassedOver = !isOneOfFew(wayOf(thread, state));
  return state.isPassedOver;
}

// An earlier dependency that stands for the outer part of what is held, and how deep it reaches.
std::uint32_t findBase(const ThreadState& thread, std::uint32_t& base) noexcept {
  base = 0;
  if (thread.depth() <= kExplicitHolds) return 0;
  for (std::uint32_t i = thread.depth(); i-- > 0;) {
    const State& below = thread.states[thread.held[i].state];
    if (below.dependency != 0 && !below.carried) {
      base = below.dependency;
      return i + 1;
    }
  }
  return 0;
}

void writeDependency(ThreadState& thread, State& state, std::uint32_t stack) noexcept {
  std::uint32_t base = 0;
  const std::uint32_t first = findBase(thread, base);
  std::uint32_t count = thread.depth() - first;
  DependencyRecord record{};
  if (count > kMostListed) {
    record.flags |= kHeldCut;
    count = kMostListed;
  }
  HeldRef* held = count <= kExplicitHolds ? thread.listed : allocateArray<HeldRef>(count);
  if (held == nullptr) return;
  std::uint32_t listed = 0;
  for (std::uint32_t i = thread.depth() - count; i < thread.depth(); ++i) {
    const Held& hold = thread.held[i];
    const State& at = thread.states[hold.state];
    if (at.reentrant) continue;
    held[listed++] = {writeLock(*at.entry), writePlace(hold.place), hold.serial,
                      howOf(thread, hold) & kShared};
  }
  record.lock = writeLock(*state.entry);
  record.thread = thread.id;
  record.segment = thread.segment;
  record.stack = stack;
  record.base = base;
  record.heldCount = listed;
  record.mode = static_cast<std::uint8_t>(state.how & kShared);
  record.acquisition = acquisitionOf(state.how);
  if (state.reentrant) record.flags |= kReentrant;
  if ((state.how & kAfterWait) != 0) record.flags |= kAfterWait;
  record.id = nextDependencyId();
  if (recorder.append(kDependency, record, held, listed * sizeof *held)) {
    state.dependency = record.id;
    state.segment = thread.segment;
  }
  if (held != thread.listed) releaseArray(held, count);
}

}  // namespace

void recordAcquisition(ThreadState& thread, State& state, const CallSite& site,
                       CallContext* context) noexcept {
  if (thread.depth() == 0) {
    state.segment = thread.segment;
    return;
  }
  if ((state.how & kQuiet) != 0) return;
  if (state.reentrant && state.entry->kind == kSemaphoreKind) {
    noteForeignPost(thread, state.lock);  // somebody else must have posted in between
    return;
  }
  if (recorder.isOff()) return;
  if (state.dependency != 0) {
    if (state.segment != thread.segment) recordRevisit(thread, state);
    return;
  }
  {
    const RecordsLocked locked;
    if (isPassedOver(thread, state) || isMoreOfTheSame(thread, state, context)) return;
  }
  FrameRef* frames = thread.frames;
  bool truncated = false;
  const std::size_t count = unwind(site, frames, kMostFrames, truncated);
  const RecordsLocked locked;
  writeThread(thread);
  writeOrder(thread, false);
  const std::uint32_t stack = writeStack(frames, count, truncated ? kStackTruncated : 0,
                                         context->pythonText, context->pythonSize);
  if (stack != 0) writeDependency(thread, state, stack);
}

void writeCounts(ThreadState& thread) noexcept {
  if (!recorder.isOpen()) return;
  const RecordsLocked locked;
  writeKeptCounts(thread);
  for (Transition& transition : thread.transitions) {
    if (transition.ignored != 0 || transition.count == 0) continue;
    const std::uint32_t dependency = thread.states[transition.to].dependency;
    if (dependency == 0) continue;
    recorder.append(kCount, CountRecord{dependency, 0, transition.count});
    transition.count = 0;
  }
}

}  // namespace gordian::runtime
