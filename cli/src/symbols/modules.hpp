// The binaries of one recording, opened when first needed, and what is known at an address.
#pragma once

#include "symbols/cu_index.hpp"
#include "symbols/elf_file.hpp"
#include "symbols/static_variables.hpp"
#include "symbols/symbols.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gordian::cli::symbols {

// One binary. All addresses are the file's own (recorded address - bias).
class ModuleFile {
 public:
  ModuleFile(const recording::Module& module, std::string directory);

  // Never empty. The result stays valid.
  const std::vector<SourceFrame>& framesAt(std::uint64_t address);
  ElfFile* elf() { return elf_.get(); }  // null when missing or changed
  CuIndex* units();                      // null without debug information
  StaticVariables* variables();          // null without debug information
  [[nodiscard]] const std::string& note() const { return note_; }

 private:
  std::vector<SourceFrame> resolve(std::uint64_t address);

  std::string path_, directory_, note_;
  std::unique_ptr<ElfFile> elf_;
  std::unique_ptr<CuIndex> units_;
  std::unique_ptr<StaticVariables> variables_;
  bool unitsSearched_ = false;
  std::unordered_map<std::uint64_t, std::vector<SourceFrame>> cache_;
};

// What was opened for one recording, kept for the next one: they mostly name the same binaries.
// Those that were asked for longest ago are closed.
class ModuleFiles {
 public:
  std::shared_ptr<ModuleFile> file(const recording::Module& module, const std::string& directory);

 private:
  static constexpr std::size_t kOpen = 64;
  struct Entry {
    std::string path, buildId, directory;
    std::shared_ptr<ModuleFile> file;
  };
  std::vector<Entry> entries_;  // asked for last: at the end
};

class Modules {
 public:
  explicit Modules(const recording::Recording& recording, std::shared_ptr<ModuleFiles> shared = {})
      : recording_(recording),
        shared_(shared ? std::move(shared) : std::make_shared<ModuleFiles>()) {}

  // The module that held the address at `when`; without a time, the last that ever did.
  [[nodiscard]] const recording::Module* find(std::uint64_t address,
                                              std::optional<lockgraph::Sequence> when) const;
  ModuleFile& file(const recording::Module& module);
  // One that was asked for before, by its path; null when none was.
  ModuleFile* file(const std::string& path);
  [[nodiscard]] std::vector<std::string> notes() const;

 private:
  const recording::Recording& recording_;
  // A library that was loaded again at another place is still one file.
  std::map<std::pair<std::string, std::string>, std::shared_ptr<ModuleFile>> files_;
  std::shared_ptr<ModuleFiles> shared_;
};

}  // namespace gordian::cli::symbols
