// A text, line by line.
#pragma once

#include <string_view>
#include <vector>

namespace gordian::cli {

// Without what ends them; they point into `text`.
std::vector<std::string_view> linesOf(std::string_view text);

}  // namespace gordian::cli
