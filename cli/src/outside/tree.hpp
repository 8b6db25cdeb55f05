// The processes that descend from one.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace gordian::cli::outside {

// `root` first, then children before grandchildren. Whose parent has ended is nobody's descendant
// any more.
std::vector<std::uint32_t> treeOf(std::uint32_t root);

// Content of /proc/PID/task/TID/children.
std::vector<std::uint32_t> childrenIn(std::string_view text);

}  // namespace gordian::cli::outside
