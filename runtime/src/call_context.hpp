// Call contexts: the innermost frames of a call into the runtime, exact and cheap.
//
// A context is found by (return address, canonical frame address) and then *verified*: the return
// addresses of its outer frames must still stand in the very stack slots where the unwinder found
// them. An equal leaf and stack pointer alone name a wrong caller in up to half of the cases; equal
// contents of the slots do not.
#pragma once

#include <gordian/recording/format.h>

#include <cstddef>
#include <cstdint>

namespace gordian::runtime {

// Where a hook was called: the return address, and the address just above where it is stored.
struct CallSite {
  const void* pc;
  std::uintptr_t cfa;
  std::uint64_t python;  // identifies the Python frames, 0 outside CPython
};

constexpr std::size_t kContextFrames = 8;
constexpr std::size_t kMostFrames = 128;

// One for all threads and stack depths: positions are relative to the call.
struct CallContext {
  CallContext* next;
  std::uint64_t hash;
  std::uint64_t python;
  std::uint32_t count;
  std::uint32_t pythonSize;
  char* pythonText;
  bool pythonJoin;  // inside threading.Thread.join()
  std::uint64_t pcs[kContextFrames];
  std::uint32_t offsets[kContextFrames];  // of each frame's cfa above that of the call

  // Are these the frames above a call at `cfa` right now, on the calling thread?
  [[nodiscard]] bool matches([[maybe_unused]] std::uintptr_t cfa) const noexcept {
#if defined(__x86_64__)
    // All of them, for there is no time to count: behind the last one stands the last one again.
#pragma GCC unroll 8
    for (std::size_t i = 1; i < kContextFrames; ++i)
      if (reinterpret_cast<const std::uint64_t*>(cfa + offsets[i])[-1] != pcs[i]) return false;
#endif
    return true;
  }
};

// The innermost frames of an earlier call; used again while every return address that is wanted
// still stands in its slot.
constexpr std::size_t kKnownStacks = 16;
constexpr std::size_t kKnownFrames = 48;

struct KnownStack {
  const void* pc;
  std::uintptr_t cfa;
  std::uint32_t count;  // 0: none
  bool isTruncated;     // there are more
  bool inHandler;       // one is of a signal handler
  recording::FrameRef frames[kKnownFrames];
};

// A context and where on a stack it was: together the frames of one moment.
struct CallPlace {
  CallContext* context;
  std::uintptr_t cfa;
};

// The context of this call: unwinds the innermost frames and interns them. Never freed, bounded in
// number; null when the bound or memory is reached.
CallContext* contextOf(const CallSite& site) noexcept;

// At the begin of the process: the unwinder makes its table of registers when it is first used, by
// pthread_once, and a handler that jumps out of that would leave the flag half done for ever.
void prepareUnwinder() noexcept;
// All frames from the caller of the hook outwards; returns how many. `truncated`: there were more.
std::size_t unwind(const CallSite& site, recording::FrameRef* frames, std::size_t capacity,
                   bool& truncated) noexcept;

// Is the whole stack of this call known, without a signal handler? False where that is not known.
bool isOutsideHandlers(const CallSite& site) noexcept;

void lockContexts() noexcept;
void unlockContexts() noexcept;

}  // namespace gordian::runtime
