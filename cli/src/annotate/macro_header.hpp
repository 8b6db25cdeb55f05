// Texts of headers that a project can be given: macros for Clang's thread-safety attributes, and
// lock classes that carry them.
#pragma once

#include <string>

namespace gordian::cli {

// `isOfLibraries`: the locks are of a library that does not carry the attributes, so that Clang
// would refuse them; they then count for gordian check, and where the library does carry them.
std::string macroHeader(bool isOfLibraries);

// The macros, and std::mutex and std::shared_mutex in classes that Clang can follow.
std::string wrapperHeader();

}  // namespace gordian::cli
