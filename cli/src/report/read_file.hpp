// A whole file, read with distrust: regular files only, bounded, never blocking.
#pragma once

#include <string>

namespace gordian::cli {

// Throws UsageError with the name and the reason.
std::string readFile(const std::string& file, std::size_t maxSize);

}  // namespace gordian::cli
