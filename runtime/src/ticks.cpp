#include "ticks.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#endif
#include <ctime>

namespace gordian::runtime {

bool ticksByCounter = false;

namespace {

std::uint64_t firstTicks;
std::uint64_t firstNs;

bool isCounterEven() noexcept {
#if defined(__x86_64__)
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  constexpr unsigned kPower = 0x80000007;
  constexpr unsigned kInvariantCounter = 1u << 8;
  return __get_cpuid(kPower, &a, &b, &c, &d) != 0 && (d & kInvariantCounter) != 0;
#elif defined(__aarch64__)
  return true;
#else
  return false;
#endif
}

}  // namespace

std::uint64_t clockNs() noexcept {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000u +
         static_cast<std::uint64_t>(now.tv_nsec);
}

void startTicks() noexcept {
  ticksByCounter = isCounterEven();
  firstNs = clockNs();
  firstTicks = ticks();
}

double tickLength() noexcept {
  if (!ticksByCounter) return 1;
  const std::uint64_t passed = ticksSince(firstTicks, ticks());
  const std::uint64_t ns = ticksSince(firstNs, clockNs());
  return passed != 0 && ns != 0 ? static_cast<double>(ns) / static_cast<double>(passed) : 1;
}

}  // namespace gordian::runtime
