// A unified diff of text that is inserted at known places: nothing is removed, so nothing needs to
// be searched for.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gordian::cli {

struct Insertion {
  std::size_t offset = 0;
  std::string text;
};

// In the order of their offsets.
std::string applied(std::string_view text, const std::vector<Insertion>& insertions);
// `path` as it is to stand behind a/ and b/.
std::string unifiedDiff(const std::string& path, std::string_view text,
                        const std::vector<Insertion>& insertions);
// Of a file that is new.
std::string newFileDiff(const std::string& path, std::string_view text);

}  // namespace gordian::cli
