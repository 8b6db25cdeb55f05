// What is in the files that units are made of. A file is read once, and again only when its size,
// times or place on the disk differ from what was noted.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "content_hash.hpp"
#include "file_identity.hpp"

namespace gordian::cli {

class FileHashes {
 public:
  // Notes of before; a file that is missing or damaged means none.
  explicit FileHashes(std::filesystem::path notes);

  // Nothing when it cannot be read. `changed`: when it was written last.
  std::optional<ContentHash> of(std::string_view file, Nanoseconds* changed = nullptr);

  // From here on every file is looked at again, once.
  void lookAgain() { ++round_; }

  // Files that were changed a moment ago are left out: another change in the same tick of the clock
  // would not be seen.
  void save() const;

 private:
  struct Known {
    FileIdentity identity;
    ContentHash hash;
    unsigned round = 0;      // in which it was looked at; 0: by another process
    bool isMissing = false;  // it was not there then
  };
  struct ByText {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };

  void look(const std::string& file, Known& known) const;
  void load();

  unsigned round_ = 1;
  std::filesystem::path notes_;
  std::unordered_map<std::string, Known, ByText, std::equal_to<>> known_;
};

}  // namespace gordian::cli
