// One ELF file of a recording, opened for reading: its build-id, its symbols and, when somebody
// asks, its debug information (its own or in a separate file). Nothing in the file is trusted.
#pragma once

#include <elfutils/libdw.h>
#include <libelf.h>

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace gordian::cli::symbols {

// A regular file opened with libelf; never a device, pipe or directory.
class ElfImage {
 public:
  // Null when the file is missing, not regular or not ELF.
  static std::unique_ptr<ElfImage> open(const std::filesystem::path& path);
  ~ElfImage();
  ElfImage(const ElfImage&) = delete;
  ElfImage& operator=(const ElfImage&) = delete;

  [[nodiscard]] Elf* elf() const { return elf_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::string buildId() const;  // hex; empty when there is none
  [[nodiscard]] Elf_Scn* section(const char* name) const;

 private:
  ElfImage(std::filesystem::path path, int fd, Elf* elf)
      : path_(std::move(path)), fd_(fd), elf_(elf) {}
  std::filesystem::path path_;
  int fd_;
  Elf* elf_;
};

struct ElfSymbol {
  std::uint64_t value = 0, size = 0;
  const char* name = "";
  bool global = false;
};

class ElfFile {
 public:
  static std::unique_ptr<ElfFile> open(const std::filesystem::path& path);
  ~ElfFile();
  ElfFile(const ElfFile&) = delete;
  ElfFile& operator=(const ElfFile&) = delete;

  [[nodiscard]] const std::string& buildId() const { return buildId_; }
  // The symbol that contains the address (a virtual address of the file), or null.
  const ElfSymbol* functionAt(std::uint64_t address) { return symbolAt(address, true); }
  const ElfSymbol* objectAt(std::uint64_t address) { return symbolAt(address, false); }
  Dwarf* dwarf();  // null when there is no debug information
  [[nodiscard]] Elf* elf() const { return image_->elf(); }

 private:
  explicit ElfFile(std::unique_ptr<ElfImage> image);
  const ElfSymbol* symbolAt(std::uint64_t address, bool wantsFunction);
  template <typename Take>
  void forEachSymbol(const Take& take);
  void loadSymbols();
  const ElfImage* debugImage();

  std::unique_ptr<ElfImage> image_, debug_;
  std::string buildId_;
  Dwarf* dwarf_ = nullptr;
  bool debugSearched_ = false, dwarfOpened_ = false, symbolsLoaded_ = false;
  std::deque<ElfSymbol> found_;  // without the lists below
  std::vector<ElfSymbol> functions_, objects_;
};

}  // namespace gordian::cli::symbols
