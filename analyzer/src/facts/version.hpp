// Which extraction this is.
#pragma once

#include <string>

namespace gordian::analyzer::facts {

// One line that changes whenever equal sources could give other facts: it has a hash of this very
// program and Clang's version.
std::string versionLine();

}  // namespace gordian::analyzer::facts
