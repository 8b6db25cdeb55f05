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
CheckerProgram findCheckerProgram();

}  // namespace gordian::cli
