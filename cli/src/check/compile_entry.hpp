// How one translation unit is compiled.
#pragma once

#include <string>
#include <vector>

namespace gordian::cli {

struct CompileEntry {
  std::string directory;  // absolute and normal, as `file` is
  std::string file;
  std::vector<std::string> arguments;  // the compiler first; nothing about outputs
  std::string problem;                 // why it cannot be read; or empty

  auto operator<=>(const CompileEntry&) const = default;
};

}  // namespace gordian::cli
