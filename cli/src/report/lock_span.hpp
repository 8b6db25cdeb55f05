// Where in a line of source the lock stands.
#pragma once

#include <string>

#include "model.hpp"

namespace gordian::cli {

struct Span {
  std::size_t begin = 0;
  std::size_t length = 0;  // 0: not found
};

// The lock's expression; else what the debug information's column points to.
Span lockSpan(const std::string& line, const SourceFrame& frame);

}  // namespace gordian::cli
