// Whether a function gives back the object that it accesses, on the only way on from there, after
// it has met others at a lock or an atomic of the object: whoever does so means to be the last one
// who knows the object, as the last of those that count references.
#pragma once

#include "link/contexts.hpp"

namespace gordian::analyzer {

// `at`: an access.
bool isFreedBehind(const Contexts& contexts, const Occurrence& at);

}  // namespace gordian::analyzer
