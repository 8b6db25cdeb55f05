// Which locks belong to one declaration or creation site.
#pragma once

#include <gordian/recording/reader.hpp>
#include <vector>

namespace gordian::recording {

// Sets Lock::lockClass of every lock; seen[i]: when lock i was recorded. Static storage: the place
// in the module. Python: the lines that created it. Else the stack that created it or, where no
// creation was seen, first took it. A lock of which nothing is known is a class of its own.
void assignLockClasses(Recording& recording, const std::vector<lockgraph::Sequence>& seen);

}  // namespace gordian::recording
