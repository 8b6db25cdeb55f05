// Programs that begin a thread for every request do the same in each of them. Once very many
// threads have ended, what many before did in the same way is recorded of some of them only, ever
// fewer. Slow path only.
#pragma once

#include <cstdint>

namespace gordian::runtime {

// Most of the threads that are in the recording have ended, and they are very many: from then on a
// thread is recorded only where something of it is. The records lock is held.
bool areThreadsTransient() noexcept;
// Of threads in such a program: is `way`, a hash of what this one did, to be recorded once more?
// Yes for the first 256 threads that do so, then for 64 of every doubling. Counts; the records lock
// is held.
bool isOneOfFew(std::uint64_t way) noexcept;
// In a forked child.
void forgetAlike() noexcept;

}  // namespace gordian::runtime
