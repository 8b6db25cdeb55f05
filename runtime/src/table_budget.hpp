// How much memory the tables of a thread may take, so that all that the runtime allocates stays
// within a bound that depends on the number of locks alone. Slow path only.
#pragma once

#include "thread_state.hpp"

#include <cstddef>

namespace gordian::runtime {

// Bytes that a thread could have if it left nothing for others.
std::size_t tableRoom(const ThreadState& thread) noexcept;
// May its tables take so many bytes more? As long as it leaves as much for others as it has itself:
// n threads that want everything get one part in n + 1 each, and one that comes later finds the
// rest. A few kilobytes always.
bool mayGrow(const ThreadState& thread, std::size_t more) noexcept;

}  // namespace gordian::runtime
