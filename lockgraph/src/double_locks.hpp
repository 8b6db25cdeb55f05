// Locks taken again, blocking, by their holder: one for each lock class and stack.
//
// Held shared and asked for exclusively it is an upgrade, which glibc never grants. Mutexes and
// spin locks, and read-write locks asked for exclusively. Not recursive ones, nor error-checking
// ones (the call fails), nor semaphores: a holder waiting again may wait for a post.
#pragma once

#include <gordian/lockgraph/analysis.hpp>

namespace gordian::lockgraph {

std::vector<DoubleLock> findDoubleLocks(const Trace& trace);

}  // namespace gordian::lockgraph
