// Which extraction this is.
#pragma once

#include <string>
#include <vector>

namespace gordian::analyzer::facts {

// One line that changes whenever equal sources could give other facts: it has a hash of this very
// program and Clang's version.
std::string versionLine();

// The libraries that this program was loaded with: as long as none of them changes, nor the program
// itself, that line does not either.
std::vector<std::string> loadedLibraries();

}  // namespace gordian::analyzer::facts
