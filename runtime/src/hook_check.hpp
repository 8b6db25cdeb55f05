// Do the calls of the program really arrive here? Looked up once, at start.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

// Notes in the recording which functions are bound elsewhere; one line on stderr when the mutex
// functions are, because then nothing can be seen.
void checkHooks(ThreadState& thread) noexcept;

}  // namespace gordian::runtime
