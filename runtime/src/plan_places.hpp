// Which place of the plan a call is at. GORDIAN_PLAN names the plan; without one nothing of this is
// ever reached but the test of one word, off the hot path.
//
// Places are compared as the plan has them, by build-id and offset of each frame: they are the same
// wherever the system loads the program. Python's by function, file and line.
#pragma once

#include "call_context.hpp"
#include "thread_state.hpp"

#include "../plan/plan.hpp"

namespace gordian::runtime {

extern plan::Plan* followed;  // null: no plan
inline bool isProvoking() noexcept {
  return followed != nullptr;
}

// At start, under `gordian provoke`. What is no plan is said and not followed.
void loadPlan() noexcept;

// Of the processes that follow the plan, together; never null when there is a plan.
plan::Progress& progress() noexcept;

constexpr int kNoPoint = -1;

// The point of a thread that is about to ask for `lock`, or kNoPoint. No lock of the runtime held.
int pointOfLock(const void* lock, std::uint32_t how, const CallContext& context) noexcept;
// … that is about to wait for something else; `frames` innermost first.
int pointOfWait(const recording::FrameRef* frames, std::uint32_t count) noexcept;

}  // namespace gordian::runtime
