// Which dependencies of a recording touch a lock, and since when it was in use.
#pragma once

#include <gordian/recording/reader.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace gordian::cli::symbols {

class LockUsers {
 public:
  explicit LockUsers(const lockgraph::Trace& trace);

  // The first few dependencies that acquire the lock or hold it.
  [[nodiscard]] std::vector<std::size_t> dependenciesOf(std::size_t lock) const;
  [[nodiscard]] std::optional<lockgraph::Sequence> firstSeen(std::size_t lock) const;

 private:
  static constexpr std::size_t kKept = 6;
  struct Entry {
    std::array<std::uint32_t, kKept> dependencies{};
    std::uint32_t count = 0;
    std::optional<lockgraph::Sequence> first;
  };
  void note(lockgraph::LockId lock, std::size_t dependency, const lockgraph::Trace& trace);

  std::vector<Entry> entries_;
};

}  // namespace gordian::cli::symbols
