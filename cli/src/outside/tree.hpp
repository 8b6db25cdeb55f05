// The processes that descend from one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace gordian::cli::outside {

// `root` first, then children before grandchildren. Whose parent has ended is nobody's descendant
// any more. `tasks`: about so many it has; where the system has fewer processes than that, these
// are asked for their parents and not the tasks for their children.
std::vector<std::uint32_t> treeOf(std::uint32_t root, std::size_t tasks = 0);

// Content of /proc/PID/task/TID/children.
std::vector<std::uint32_t> childrenIn(std::string_view text);

}  // namespace gordian::cli::outside
