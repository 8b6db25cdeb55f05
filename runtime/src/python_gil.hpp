// The interpreter's lock, given up for a while.
#pragma once

namespace gordian::runtime {

// Lets other Python threads run; what it gives is for takeGil(). Null where the calling thread has
// no GIL to give. Not under ThreadState::inside, for the interpreter calls locks.
void* dropGil() noexcept;
void takeGil(void* state) noexcept;

}  // namespace gordian::runtime
