#include "left_behind.hpp"

#include "keep_errno.hpp"
#include "lock_word.hpp"
#include "memory.hpp"
#include "process.hpp"
#include "registry.hpp"
#include "undisturbed.hpp"

#include <cstring>

namespace gordian::runtime {

std::atomic<bool> stopped{false};

namespace {

constexpr std::uint32_t kOutsideBits = kMeasured | kInQuietScope;
// Tables that were half changed are left where they are.
constexpr std::uint8_t kMostNewBeginnings = 32;

bool isOnOwnStack(const ThreadState& thread, std::uintptr_t address) noexcept {
  return address >= thread.stackLow && address <= thread.stackHigh;
}
// As far as its low bits tell.
bool isFrameOnOwnStack(const ThreadState& thread, std::uint32_t frame) noexcept {
  return insideFrame(thread.stackHigh) - frame <= thread.stackHigh - thread.stackLow;
}

// The hot path was left between its push and its try, or after that: the lock itself tells.
void dropIfNotTaken(ThreadState& thread) noexcept {
  if (thread.depth() == 0) return;
  const Held& top = thread.top[-1];
  const std::uint32_t state = top.state & ~kStaleBit;
  const LockEntry* entry = state < thread.stateCount ? thread.states[state].entry : nullptr;
  const LockWord word = entry != nullptr && (entry->flags & recording::kLockCustom) == 0 &&
                                entry->kind != kSemaphoreKind
                            ? lockWordIfMapped(top.lock, entry->kind)
                            : LockWord{};
  if (!word.isKnown || word.owner != thread.tid) --thread.top;
}

bool beginAnew(ThreadState& thread) noexcept {
  if (thread.newBeginnings >= kMostNewBeginnings || thread.statistics != nullptr) return false;
  ++thread.newBeginnings;
  {
    const RegistryLocked locked;  // others look at these
    thread.transitions = Transitions{};
    thread.states = nullptr;
    thread.stateHash = nullptr;
    thread.stateCount = thread.stateCapacity = thread.stateHashSize = 0;
    thread.held = thread.top = nullptr;
    thread.heldCapacity = 0;
    thread.written = {};
  }
  thread.order = nullptr;
  thread.meetings = nullptr;
  thread.notices = nullptr;
  thread.askedLocks = nullptr;
  thread.knownStacks = nullptr;
  thread.awaits = nullptr;
  thread.askedCount = 0;
  std::memset(static_cast<void*>(thread.knownPlaces), 0, sizeof thread.knownPlaces);
  ++thread.epoch;
  return prepareThread(thread);
}

}  // namespace

void comeBack(ThreadState& thread) noexcept {
  const KeepErrno keepErrno;
  const Undisturbed undisturbed;
  const bool wasAtWork = (thread.inside & kAtWork) != 0;
  thread.inside = (thread.inside & kOutsideBits) | kInside;
  if (wasAtWork && !beginAnew(thread)) return;  // never again
  if (!wasAtWork) dropIfNotTaken(thread);
  thread.inside &= kOutsideBits;
}

bool comesBack(ThreadState& thread, std::uintptr_t cfa) noexcept {
  const std::uint32_t frame = thread.inside & kFrameBits;
  // A handler on a stack of its own may be anywhere, and programs that switch stacks may come back
  // to what was interrupted.
  if (frame == 0 || !isOnOwnStack(thread, cfa) || !isFrameOnOwnStack(thread, frame)) return false;
  // What the frame calls, and handlers above it, have lower frames.
  if (static_cast<std::int32_t>(insideFrame(cfa) - frame) < 0) return false;
  comeBack(thread);
  return (thread.inside & kInside) == 0 && !isStopped();
}

void stopRuntime() noexcept {
  stopped.store(true, std::memory_order_relaxed);
}

}  // namespace gordian::runtime
