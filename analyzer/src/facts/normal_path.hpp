// Paths as facts and lists of inputs name them.
#pragma once

#include <llvm/ADT/StringRef.h>

#include <string>

namespace gordian::analyzer::facts {

// An absolute path without `.` and `..`, which names the same file. Its links are kept, unless
// there is a `..` that leads elsewhere than the text says: /lib/../include is /usr/include where
// /lib is a link to /usr/lib.
std::string normalPath(llvm::StringRef absolute);

}  // namespace gordian::analyzer::facts
