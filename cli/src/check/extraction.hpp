// From how units are compiled to the files with their facts: from the cache where nothing has
// changed, else by gordian-check under ninja.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "checker_program.hpp"
#include "compile_entry.hpp"
#include "facts_cache.hpp"
#include "file_hashes.hpp"

namespace gordian::cli {

struct UnitFacts {
  CompileEntry entry;
  std::filesystem::path facts;  // empty: there are none
  std::string problem;          // and this is why
};

struct ExtractionOptions {
  unsigned jobs = 0;     // at the same time; 0: one for each processor
  std::string launcher;  // words for the shell in front of each job: "srun -n1"
  bool isQuiet = false;
};

class Extraction {
 public:
  // Works in `folder`, which nobody else does at the same time (it waits until that is so).
  Extraction(std::filesystem::path folder, CheckerProgram program, ExtractionOptions options);
  ~Extraction();
  Extraction(const Extraction&) = delete;
  Extraction& operator=(const Extraction&) = delete;

  // In the order of `entries`. Throws UsageError when nothing can be run; ends the process by
  // SIGINT when somebody interrupts it, with what was finished kept.
  std::vector<UnitFacts> facts(const std::vector<CompileEntry>& entries);

  // These could not be read: once more, from the source.
  void again(std::vector<UnitFacts*> units);

 private:
  struct Unit {
    UnitFacts* facts = nullptr;
    std::string key;
  };

  [[nodiscard]] std::string keyOf(const CompileEntry& entry) const;
  void takeLeftovers();
  void read(std::vector<Unit> missing);
  void run(const std::vector<std::vector<Unit>>& batches);
  bool collect(Unit& unit, Nanoseconds started);
  [[nodiscard]] std::string failureOf(const std::string& job) const;
  [[nodiscard]] unsigned parallel() const;

  std::filesystem::path folder_;
  CheckerProgram program_;
  ExtractionOptions options_;
  int lock_ = -1;
  FileHashes hashes_;
  FactsCache cache_;
};

}  // namespace gordian::cli
