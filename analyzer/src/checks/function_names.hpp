// What the name of a function says about locks and about when it is called.
#pragma once

#include <string_view>

namespace gordian::analyzer {

// Makes, sets up, swaps or takes down an object: while it does, nobody else has it.
bool namesSetUp(std::string_view qualified);
// "pushLocked", "evict_nolock": who calls it holds the lock, or needs none.
bool namesHeldLock(std::string_view qualified);
// "lockAll", "begin_read", "tryEnter": locks for its caller, or unlocks.
bool namesLocking(std::string_view qualified);

}  // namespace gordian::analyzer
