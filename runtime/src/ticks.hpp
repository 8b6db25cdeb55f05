// Time stamps for --stats: the processor's counter where it runs evenly (about 10 ns to read), else
// the clock. Differences only; a later stamp of another processor may be the smaller one.
#pragma once

#include <cstdint>

namespace gordian::runtime {

extern bool ticksByCounter;

std::uint64_t clockNs() noexcept;

inline std::uint64_t ticks() noexcept {
#if defined(__x86_64__)
  if (ticksByCounter) [[likely]]
    return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
  if (ticksByCounter) [[likely]] {
    std::uint64_t now = 0;
    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(now));
    return now;
  }
#endif
  return clockNs();
}

inline std::uint64_t ticksSince(std::uint64_t begin, std::uint64_t now) noexcept {
  return now > begin ? now - begin : 0;
}

// Called once, at start.
void startTicks() noexcept;
// Nanoseconds in a tick, by what passed since the start: a little different each time.
double tickLength() noexcept;

}  // namespace gordian::runtime
