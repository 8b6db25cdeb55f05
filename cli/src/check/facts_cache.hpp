// Facts of before, kept by what they were made from.
//
// The key of a unit is everything but the inputs: the extractor, the command, the environment that
// a compiler reads. Under a key there are the facts for some contents of the inputs, which are
// known only once a unit was read: the list of inputs is kept beside the facts, and what is in them
// is compared. So switching branches, touching files and a new checkout cost nothing; what they
// differ in does.
//
// Not noticed: a new file that comes before an input in the search for headers.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "file_hashes.hpp"

namespace gordian::cli {

class FactsCache {
 public:
  FactsCache(std::filesystem::path folder, FileHashes& hashes);

  // The facts for what is in the inputs now.
  std::optional<std::filesystem::path> find(const std::string& key);

  // Takes new facts with the inputs that `depfile` names; both files are gone then. Nothing when an
  // input is not older than `started`: the facts are then as they are, but not for keeping.
  std::optional<std::filesystem::path> adopt(const std::string& key,
                                             const std::filesystem::path& facts,
                                             const std::filesystem::path& depfile,
                                             Nanoseconds started);

  // Facts that turned out to be unreadable.
  void forget(const std::filesystem::path& facts);

  // Removes what was not asked for in a long time.
  void prune() const;

 private:
  [[nodiscard]] std::optional<ContentHash> contentOf(const std::vector<std::string_view>& inputs,
                                                     Nanoseconds before);
  void dropOldest(const std::filesystem::path& variants) const;

  std::filesystem::path folder_;
  FileHashes& hashes_;
};

}  // namespace gordian::cli
