// Findings for a test framework: UX.md B9.
#pragma once

#include <string>

#include "model.hpp"

namespace gordian::cli {

// A block per finding: its headline, indented lines of explanation, a blank line.
std::string renderForTests(const Report& report);

}  // namespace gordian::cli
