// Processes beside those that are looked at: whether one of them has a part in a pipe or in the
// lock of a file, or may have.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "proc_lines.hpp"

namespace gordian::cli::outside {

struct Bystanders {
  std::set<std::uint64_t> read, written;  // pipes they have an end of
  std::vector<FileLock> locks;            // of files they have open
  // A process that could have inherited what is looked at hides its files.
  bool isHiding = false;
};

// All processes but `known`; `since`: start of the first process of the tree, before which nobody
// can have inherited anything of it.
Bystanders bystandersOf(const std::set<std::uint32_t>& known, std::uint64_t since);

}  // namespace gordian::cli::outside
