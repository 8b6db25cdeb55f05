// The program that knows Clang: where it is, and which one it is.
#pragma once

#include <filesystem>
#include <string>

#include "content_hash.hpp"

namespace gordian::cli {

struct CheckerProgram {
  std::filesystem::path path;  // absolute
  std::string version;         // the line that it prints
  ContentHash content;         // of the file: a developer's changes without its version
};

// Beside this command, or under GORDIAN_HOME. Throws UsageError that says how to get it.
//
// To be asked for its version it must be loaded, with all of Clang; so the answer is kept in
// `folder`, for as long as none of the files changes that it says it depends on.
CheckerProgram findCheckerProgram(const std::filesystem::path& folder);

}  // namespace gordian::cli
