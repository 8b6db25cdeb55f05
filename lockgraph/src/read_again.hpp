// A reader that takes its lock once more, of the kind whose readers wait behind a waiting writer.
//
// Proof. The thread reads; a second thread asks to write, and waits for it; the first one asks to
// read again, and waits behind the second (glibc's PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP;
// the default kind lets it in). Each waits for the other. It takes a second thread that blocks to
// write, at a time that hard order allows, with no lock held on both sides that excludes it. One
// that was not seen is none.
// Cost: readers of that sort times the writers of their lock, bounded; nothing where there are
// none.
#pragma once

#include <gordian/lockgraph/analysis.hpp>

#include <vector>

namespace gordian::lockgraph {

std::vector<DoubleLock> findReadsAgain(const Trace& trace);

}  // namespace gordian::lockgraph
