// What kinds of locks are called where people read. (In JSON reports there are more of them:
// report/grounds_json.hpp.)
#pragma once

#include <gordian/lockgraph/lock_kind.hpp>

namespace gordian::cli {

// "mutex", "rwlock", …; "lock" for a number that is none.
const char* lockKindWord(lockgraph::LockKind kind);

}  // namespace gordian::cli
