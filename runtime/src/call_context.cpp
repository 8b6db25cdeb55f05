#include "call_context.hpp"

#include "memory.hpp"
#include "python.hpp"
#include "spin_lock.hpp"

#include <unwind.h>

namespace gordian::runtime {

namespace {

constexpr std::size_t kBuckets = 4096;
constexpr std::size_t kMostContexts = 100'000;
constexpr std::uintptr_t kFarthestSlot = 64 * 1024;  // above the call: surely the same stack

SpinLock guard;
CallContext* table[kBuckets];
std::size_t contexts;

struct Walk {
  std::uintptr_t callerCfa;
  recording::FrameRef* frames;
  std::size_t capacity;
  std::size_t count;
  bool begun;
  bool more;
};

_Unwind_Reason_Code onFrame(_Unwind_Context* context, void* argument) {
  auto& walk = *static_cast<Walk*>(argument);
  const std::uintptr_t cfa = _Unwind_GetCFA(context);
  if (!walk.begun) {
    if (cfa < walk.callerCfa) return _URC_NO_REASON;  // the runtime's own frames
    if (cfa > walk.callerCfa) return _URC_END_OF_STACK;
    walk.begun = true;
  }
  const std::uintptr_t pc = _Unwind_GetIP(context);
  if (pc == 0) return _URC_END_OF_STACK;
  if (walk.count == walk.capacity) {
    walk.more = true;
    return _URC_END_OF_STACK;
  }
  walk.frames[walk.count++] = {pc, cfa};
  return _URC_NO_REASON;
}

std::uint64_t hashOf(const CallSite& site, const recording::FrameRef* frames, std::size_t count) {
  std::uint64_t hash = site.python + 0x9E3779B97F4A7C15ull;
  for (std::size_t i = 0; i < count; ++i)
    hash = (hash ^ frames[i].pc ^ (frames[i].cfa << 20)) * 0xBF58476D1CE4E5B9ull,
    hash ^= hash >> 29;
  return hash;
}

bool equal(const CallContext& context, std::uint64_t python, const recording::FrameRef* frames,
           std::size_t count) {
  if (context.python != python || context.count != count) return false;
  for (std::size_t i = 0; i < count; ++i)
    if (context.frames[i].pc != frames[i].pc || context.frames[i].cfa != frames[i].cfa)
      return false;
  return true;
}

}  // namespace

std::size_t unwind(const CallSite& site, recording::FrameRef* frames, std::size_t capacity,
                   bool& truncated) noexcept {
  Walk walk{site.cfa, frames, capacity, 0, false, false};
  _Unwind_Backtrace(onFrame, &walk);
  if (walk.count == 0) {  // no unwind tables at the caller: what is known for certain
    frames[0] = {reinterpret_cast<std::uintptr_t>(site.pc), site.cfa};
    walk.count = 1;
    walk.more = true;
  }
  truncated = walk.more;
  return walk.count;
}

CallContext* contextOf(const CallSite& site) noexcept {
  recording::FrameRef frames[kContextFrames];
  bool truncated = false;
  std::size_t count = unwind(site, frames, kContextFrames, truncated);
  while (count > 1 && frames[count - 1].cfa - site.cfa > kFarthestSlot) --count;
  const std::uint64_t hash = hashOf(site, frames, count);
  {
    const Locked locked(guard);
    for (CallContext* known = table[hash % kBuckets]; known != nullptr; known = known->next)
      if (known->hash == hash && equal(*known, site.python, frames, count)) return known;
    if (contexts >= kMostContexts) return nullptr;
  }
  auto* context = static_cast<CallContext*>(allocate(sizeof(CallContext)));
  if (context == nullptr) return nullptr;
  context->hash = hash;
  context->python = site.python;
  context->count = static_cast<std::uint32_t>(count);
  for (std::size_t i = 0; i < count; ++i) context->frames[i] = frames[i];
  if (site.python != 0) context->pythonText = pythonTraceback(context->pythonSize);
  const Locked locked(guard);  // a twin added meanwhile does no harm
  context->next = table[hash % kBuckets];
  table[hash % kBuckets] = context;
  ++contexts;
  return context;
}

void lockContexts() noexcept {
  guard.lock();
}
void unlockContexts() noexcept {
  guard.unlock();
}

}  // namespace gordian::runtime
