// The inputs that a compiler names in a rule of make.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gordian::cli {

// In the order of the rule; empty when it is none.
std::vector<std::string> inputsOf(std::string_view rule);

}  // namespace gordian::cli
