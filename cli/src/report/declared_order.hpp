// Orders that the project promised, in gordian.toml or in the program (annotations.h), and where a
// thread broke one (GD304). No second thread and no cycle is needed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model.hpp"
#include "names.hpp"

namespace gordian::cli {

struct DeclaredRank {
  std::string pattern;  // of a lock's name or class; `*` stands for anything
  std::int64_t rank = 0;
};

// The [order] table, for all recordings of a report.
class DeclaredOrder {
 public:
  DeclaredOrder() = default;
  // A pattern without `*` goes first, then the longer one.
  explicit DeclaredOrder(std::vector<DeclaredRank> ranks);

  [[nodiscard]] bool isEmpty() const { return ranks_.empty(); }
  // The rank of a lock of that name; remembers that the pattern matched something.
  std::optional<std::int64_t> rankOf(const LockLabel& label);
  // Those that no lock matched so far.
  [[nodiscard]] std::vector<std::string> unmatched() const;

 private:
  std::vector<DeclaredRank> ranks_;
  std::vector<bool> isMatched_;  // parallel
};

bool matchesPattern(std::string_view pattern, std::string_view text);

// Whether anything is declared that the recording could break.
bool hasDeclarations(const recording::Recording& recording, const DeclaredOrder& order);
// What the program says of a lock wins over the table.
std::vector<Finding> orderFindings(const recording::Recording& recording, std::size_t index,
                                   Names& names, DeclaredOrder& order);

}  // namespace gordian::cli
