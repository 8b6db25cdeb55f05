#include "symbols/modules.hpp"

#include "symbols/function_names.hpp"
#include "symbols/inline_chain.hpp"
#include "symbols/origin.hpp"

#include <algorithm>
#include <filesystem>

namespace gordian::cli::symbols {

ModuleFile::ModuleFile(const recording::Module& module, std::string directory)
    : path_(module.path), directory_(std::move(directory)) {
  if (!path_.starts_with('/')) return;  // the kernel's own page: nothing to open, nothing to say
  const std::string name = printable(baseName(path_));
  elf_ = ElfFile::open(path_);
  if (elf_ == nullptr) {
    note_ = name + ": cannot be read as a binary (module and offset only)";
  } else if (!module.buildId.empty() && elf_->buildId() != module.buildId) {
    elf_.reset();
    note_ = name + ": changed since the recording, its build-id differs (module and offset only)";
  }
}

CuIndex* ModuleFile::units() {
  if (!unitsSearched_) {
    unitsSearched_ = true;
    // Of the C library the functions' names are enough, and its debug information, where it is
    // installed, takes longer to unpack than everything else together.
    const bool wanted = elf_ != nullptr && !isCLibrary(path_);
    Dwarf* dwarf = wanted ? elf_->dwarf() : nullptr;
    if (dwarf != nullptr) {
      units_ = std::make_unique<CuIndex>(dwarf);
    } else if (elf_ != nullptr && !isSystemModule(path_)) {
      note_ = printable(baseName(path_)) + ": no debug information (function names only)";
    }
  }
  return units_.get();
}

StaticVariables* ModuleFile::variables() {
  if (variables_ == nullptr && units() != nullptr) {
    variables_ = std::make_unique<StaticVariables>(*units_);
  }
  return variables_.get();
}

const std::vector<SourceFrame>& ModuleFile::framesAt(std::uint64_t address) {
  auto found = cache_.find(address);
  if (found == cache_.end()) found = cache_.emplace(address, resolve(address)).first;
  return found->second;
}

std::vector<SourceFrame> ModuleFile::resolve(std::uint64_t address) {
  std::vector<SourceFrame> frames;
  const ElfSymbol* symbol = elf_ != nullptr ? elf_->functionAt(address) : nullptr;
  if (CuIndex* index = units()) {
    for (ChainLink& link : inlineChain(*index, address)) {
      SourceFrame frame;
      frame.function = std::move(link.function);
      // Sparse debug information (-g1) names the function without its class; the symbol has both.
      if (!link.inlined && !link.qualified && symbol != nullptr) {
        frame.function = functionName(symbol->name);
      }
      if (!link.file.empty()) {
        // Relative to where it was compiled: for the developer's own program most likely here, for
        // a system's library nowhere on this machine.
        std::filesystem::path file(link.file);
        if (file.is_relative() && !isSystemModule(path_)) file = directory_ / file;
        frame.file = file.lexically_normal().string();
      }
      frame.line = link.line;
      frame.column = link.column;
      frame.inlined = link.inlined;
      frames.push_back(std::move(frame));
    }
  }
  if (frames.empty()) {
    frames.emplace_back();
    if (symbol != nullptr) frames.back().function = functionName(symbol->name);
  }
  for (SourceFrame& frame : frames) {
    frame.module = path_;
    frame.offset = address;
    frame.user = isUserFrame(frame);
  }
  return frames;
}

std::shared_ptr<ModuleFile> ModuleFiles::file(const recording::Module& module,
                                              const std::string& directory) {
  const auto known = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.path == module.path && entry.buildId == module.buildId &&
           entry.directory == directory;
  });
  if (known != entries_.end()) {
    std::rotate(known, known + 1, entries_.end());
  } else {
    if (entries_.size() == kOpen) entries_.erase(entries_.begin());
    entries_.push_back(
        {module.path, module.buildId, directory, std::make_shared<ModuleFile>(module, directory)});
  }
  return entries_.back().file;
}

const recording::Module* Modules::find(std::uint64_t address,
                                       std::optional<lockgraph::Sequence> when) const {
  const recording::Module* last = nullptr;
  for (const recording::Module& module : recording_.modules) {
    if (address < module.start || address >= module.end) continue;
    if (when && *when >= module.loadedAt && *when < module.goneAt) return &module;
    if (!when && (last == nullptr || module.loadedAt >= last->loadedAt)) last = &module;
  }
  return last;
}

ModuleFile& Modules::file(const recording::Module& module) {
  auto& slot = files_[{module.path, module.buildId}];
  if (slot == nullptr) slot = shared_->file(module, recording_.directory);
  return *slot;
}

ModuleFile* Modules::file(const std::string& path) {
  const auto found = files_.lower_bound({path, std::string()});
  return found != files_.end() && found->first.first == path ? found->second.get() : nullptr;
}

std::vector<std::string> Modules::notes() const {
  std::vector<std::string> all;
  for (const auto& [key, file] : files_) {
    if (!file->note().empty()) all.push_back(file->note());
  }
  return all;
}

}  // namespace gordian::cli::symbols
