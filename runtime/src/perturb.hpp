// `gordian provoke --explore`: other schedules, by chance. Each thread has a priority, which is how
// often it lets others go first at a lock call, and gets another one from time to time.
//
// After the priorities and change points of PCT (S. Burckhardt, P. Kothari, M. Musuvathi,
// S. Nagarakatte: A randomized scheduler with probabilistic guarantees of finding bugs, ASPLOS
// 2010); its guarantee needs a scheduler that runs one thread at a time, and does not hold here.
// Threads take the step-by-step way (kMeasured), so that the hot path has no test for it.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

extern bool perturbing;
inline bool isPerturbing() noexcept {
  return perturbing;
}

// At start, when GORDIAN_EXPLORE asks for it.
void startPerturbing() noexcept;
// At a thread's begin.
void beginPerturbing(ThreadState& thread) noexcept;

// For how long the thread lets others go first, now; 0: not at all. Not under ThreadState::inside.
std::uint64_t napNs() noexcept;
// Does so. Keeps errno.
void nap(std::uint64_t ns) noexcept;

inline void perturb() noexcept {
  if (const std::uint64_t ns = napNs()) nap(ns);
}

}  // namespace gordian::runtime
