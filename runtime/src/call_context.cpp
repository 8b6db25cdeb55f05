#include "call_context.hpp"

#include "memory.hpp"
#include "python.hpp"
#include "spin_lock.hpp"
#include "thread_state.hpp"

#include <unwind.h>
#include <bit>
#include <cstring>

namespace gordian::runtime {

namespace {

constexpr std::size_t kBuckets = 4096;
constexpr std::size_t kMostContextBytes = 16ul * 1024 * 1024;  // 65,536 without Python
constexpr std::uintptr_t kAboveStack = 64;  // of the first frame; mapped: its arguments, the TCB
constexpr std::uintptr_t kFarthestSlot = 64ul * 1024;  // above the call: surely the same stack

SpinLock guard;
CallContext* table[kBuckets];
std::size_t contextBytes;

struct Walk {
  std::uintptr_t callerCfa;
  recording::FrameRef* frames;
  std::size_t capacity;
  std::size_t count;
  bool begun;
  bool more;
  bool inHandler;
};

_Unwind_Reason_Code onFrame(_Unwind_Context* context, void* argument) {
  auto& walk = *static_cast<Walk*>(argument);
  const std::uintptr_t cfa = _Unwind_GetCFA(context);
  if (!walk.begun) {
    if (cfa < walk.callerCfa) return _URC_NO_REASON;  // the runtime's own frames
    if (cfa > walk.callerCfa) return _URC_END_OF_STACK;
    walk.begun = true;
  }
  int isInterrupted = 0;
  const std::uintptr_t pc = _Unwind_GetIPInfo(context, &isInterrupted);
  if (isInterrupted != 0) walk.inHandler = true;
  if (pc == 0) return _URC_END_OF_STACK;
  if (walk.count == walk.capacity) {
    walk.more = true;
    return _URC_END_OF_STACK;
  }
  walk.frames[walk.count++] = {pc, cfa};
  return _URC_NO_REASON;
}

// Do the innermost `count` frames stand on the calling thread's stack right now?
bool stands([[maybe_unused]] const KnownStack& stack, std::size_t count) noexcept {
#if defined(__x86_64__)
  for (std::size_t i = 1; i < count; ++i)
    if (reinterpret_cast<const std::uint64_t*>(stack.frames[i].cfa)[-1] != stack.frames[i].pc)
      return false;
  return true;
#else
  return count == 1;
#endif
}

// Where the thread keeps the latest stack of such a call; null for calls on another stack than the
// thread's own, whose outer part may be unmapped at any time.
KnownStack* knownStackOf(const CallSite& site) noexcept {
  ThreadState* thread = self;
  if (thread == nullptr || site.cfa < thread->stackLow || site.cfa >= thread->stackHigh)
    return nullptr;
  if (thread->knownStacks == nullptr) thread->knownStacks = allocateArray<KnownStack>(kKnownStacks);
  if (thread->knownStacks == nullptr) return nullptr;
  const std::uint64_t hash =
      (reinterpret_cast<std::uintptr_t>(site.pc) ^ (site.cfa << 20)) * 0x9E3779B97F4A7C15ull;
  return &thread->knownStacks[(hash >> 32) % kKnownStacks];
}

void remember(KnownStack& known, const CallSite& site, const ThreadState& thread,
              const Walk& walk) noexcept {
  const std::size_t count = walk.count < kKnownFrames ? walk.count : kKnownFrames;
  known.count = 0;
  if (walk.frames[0].cfa != site.cfa || walk.frames[count - 1].cfa > thread.stackHigh + kAboveStack)
    return;
  known.pc = site.pc;
  known.cfa = site.cfa;
  known.count = static_cast<std::uint32_t>(count);
  known.isTruncated = walk.more || count < walk.count;
  known.inHandler = walk.inHandler;
  std::memcpy(known.frames, walk.frames, count * sizeof *walk.frames);
}

bool isOf(const KnownStack* known, const CallSite& site) noexcept {
  return known != nullptr && known->count != 0 && known->pc == site.pc && known->cfa == site.cfa;
}

std::uint64_t hashOf(const CallContext& context) {
  std::uint64_t hash = context.python + 0x9E3779B97F4A7C15ull;
  for (std::uint32_t i = 0; i < context.count; ++i) {
    hash =
        (hash ^ context.pcs[i] ^ (std::uint64_t{context.offsets[i]} << 44)) * 0xBF58476D1CE4E5B9ull;
    hash ^= hash >> 29;
  }
  return hash;
}

bool equal(const CallContext& one, const CallContext& other) {
  if (one.hash != other.hash || one.python != other.python || one.count != other.count)
    return false;
  for (std::uint32_t i = 0; i < one.count; ++i)
    if (one.pcs[i] != other.pcs[i] || one.offsets[i] != other.offsets[i]) return false;
  return true;
}

}  // namespace

void prepareUnwinder() noexcept {
  const auto first = [](_Unwind_Context*, void*) { return _URC_END_OF_STACK; };
  _Unwind_Backtrace(first, nullptr);
}

std::size_t unwind(const CallSite& site, recording::FrameRef* frames, std::size_t capacity,
                   bool& truncated) noexcept {
  KnownStack* known = knownStackOf(site);
  if (isOf(known, site)) {
    const std::size_t count = known->count < capacity ? known->count : capacity;
    if ((count == capacity || !known->isTruncated) && stands(*known, count)) {
      std::memcpy(frames, known->frames, count * sizeof *frames);
      truncated = count < known->count || known->isTruncated;
      return count;
    }
  }
  Walk walk{site.cfa, frames, capacity, 0, false, false, false};
  _Unwind_Backtrace(onFrame, &walk);
  if (walk.count == 0) {  // no unwind tables at the caller: what is known for certain
    frames[0] = {reinterpret_cast<std::uintptr_t>(site.pc), site.cfa};
    walk.count = 1;
    walk.more = true;
  } else if (known != nullptr) {
    remember(*known, site, *self, walk);
  }
  truncated = walk.more;
  return walk.count;
}

bool isOutsideHandlers(const CallSite& site) noexcept {
  const KnownStack* known = knownStackOf(site);
  return isOf(known, site) && !known->isTruncated && !known->inHandler &&
         stands(*known, known->count);
}

CallContext* contextOf(const CallSite& site) noexcept {
  if (self == nullptr) return nullptr;
  recording::FrameRef* frames = self->frames;
  bool truncated = false;
  // All frames at once: a dependency or the next lock from here wants them, and they tell that no
  // signal handler runs.
  std::size_t count = unwind(site, frames, kKnownFrames, truncated);
  if (count > kContextFrames) count = kContextFrames;
  CallContext wanted{};
  wanted.python = site.python;
  for (; wanted.count < count; ++wanted.count) {
    const std::uintptr_t offset = frames[wanted.count].cfa - site.cfa;
    if (offset > kFarthestSlot) break;
    wanted.pcs[wanted.count] = frames[wanted.count].pc;
    wanted.offsets[wanted.count] = static_cast<std::uint32_t>(offset);
  }
  for (std::size_t i = wanted.count; i < kContextFrames; ++i) {
    wanted.pcs[i] = wanted.pcs[wanted.count - 1];
    wanted.offsets[i] = wanted.offsets[wanted.count - 1];
  }
  wanted.hash = hashOf(wanted);
  CallContext*& bucket = table[wanted.hash % kBuckets];
  {
    const Locked locked(guard);
    for (CallContext* known = bucket; known != nullptr; known = known->next)
      if (equal(*known, wanted)) return known;
    if (contextBytes >= kMostContextBytes) return nullptr;
  }
  auto* context = static_cast<CallContext*>(allocate(sizeof(CallContext)));
  if (context == nullptr) return nullptr;
  *context = wanted;
  if (site.python != 0) context->pythonText = pythonTraceback(context->pythonSize);
  context->pythonJoin = isPythonJoin(context->pythonText, context->pythonSize);
  const Locked locked(guard);  // a twin added meanwhile does no harm
  context->next = bucket;
  bucket = context;
  contextBytes += std::bit_ceil(sizeof *context) + context->pythonSize;
  return context;
}

void lockContexts() noexcept {
  guard.lock();
}
void unlockContexts() noexcept {
  guard.unlock();
}

}  // namespace gordian::runtime
