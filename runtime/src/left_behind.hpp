// A signal handler may leave the runtime by a jump, an exception or the end of its thread: what ran
// below it never goes on. ThreadState::inside stays set then, and spin locks stay taken. The first
// is noticed at the thread's next hook, by its stack, which has unwound past the frame that set it;
// the second by who wants the lock.
#pragma once

#include <atomic>
#include <cstdint>

namespace gordian::runtime {

struct ThreadState;

// `inside`, set in the frame at `cfa`: the address' bits lie above those of the flags.
constexpr std::uint32_t kFrameBits = ~std::uint32_t{15};
[[gnu::always_inline]] inline std::uint32_t insideFrame(std::uintptr_t cfa) noexcept {
  return static_cast<std::uint32_t>(cfa) & kFrameBits;
}

// A hook with its frame at `cfa` found `inside` set. True: nothing of the runtime runs below it;
// the thread is as outside again. Keeps errno.
bool comesBack(ThreadState& thread, std::uintptr_t cfa) noexcept;
// The same where that is certain.
void comeBack(ThreadState& thread) noexcept;

extern std::atomic<bool> stopped;
// What a spin lock guards may be half done: nothing is recorded any more. May be called with any
// lock of the runtime held.
void stopRuntime() noexcept;
inline bool isStopped() noexcept {
  return stopped.load(std::memory_order_relaxed);
}

}  // namespace gordian::runtime
