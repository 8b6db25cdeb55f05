// A file that is there whole or not at all, for this user alone.
#pragma once

#include <string>
#include <string_view>

namespace gordian::cli {

// Replaces what is there, never follows a link: readers see the old content or the new one. 0, or
// why not.
[[nodiscard]] int replaceFile(const std::string& file, std::string_view content);

// The same; throws UsageError with the name and the reason.
void writeFile(const std::string& file, std::string_view content);

}  // namespace gordian::cli
