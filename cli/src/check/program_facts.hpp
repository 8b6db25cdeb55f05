// The facts of all units, read one after the other, and what was wrong with them.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

#include "../report/model.hpp"
#include "allowances.hpp"
#include "extraction.hpp"
#include "model/unit.hpp"

namespace gordian::cli {

// Those among `paths`, and those in folders among them; of the folder of a check, where older ones
// are kept, too, those that it used last. Sorted. Throws UsageError.
std::vector<std::filesystem::path> factsFiles(const std::vector<std::string>& paths);

// Says which facts the check that works in `folder` has used.
void writeFactsList(const std::filesystem::path& folder, const std::vector<UnitFacts>& units);

class ProgramFacts {
 public:
  // `use` gets each unit that can be read. What is damaged in the cache is read from the source
  // once more; without an extraction it is a problem.
  void read(Extraction* extraction, std::vector<UnitFacts>& units,
            const std::function<void(analyzer::Unit)>& use);

  Allowances allowances;
  std::vector<std::string> sources;  // of the units that could be read

  // Files that are system headers to a compiler.
  [[nodiscard]] bool isSystem(const std::string& file) const;
  // Units that have no facts, or not all.
  [[nodiscard]] std::uint64_t incomplete() const { return problems_.size(); }
  // One line each, of many the first ones.
  [[nodiscard]] std::vector<std::string> problems() const;

 private:
  // Whether its facts could be read.
  bool readOne(UnitFacts& unit, const std::function<void(analyzer::Unit)>& use);

  std::vector<std::string> problems_;
  std::unordered_set<std::string> system_;
};

}  // namespace gordian::cli
