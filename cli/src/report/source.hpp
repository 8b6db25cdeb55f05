// Lines of the developer's source, read with distrust: regular files only, bounded, never blocking.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gordian::cli {

class SourceText {
 public:
  // The line, printable, tabs as single blanks (so that columns stay true); none if not readable.
  std::optional<std::string> line(const std::string& file, std::uint32_t number);

 private:
  std::map<std::string, std::vector<std::string>> files_;
};

}  // namespace gordian::cli
