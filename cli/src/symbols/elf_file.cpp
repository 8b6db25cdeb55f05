#include "symbols/elf_file.hpp"

#include "symbols/separate_debug.hpp"

#include <elfutils/libdwelf.h>
#include <fcntl.h>
#include <gelf.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>

namespace gordian::cli::symbols {
namespace {

// Symbols may overlap (aliases, local labels); looking back a little finds the enclosing one.
constexpr int kLookBack = 16;

const ElfSymbol* containing(const std::vector<ElfSymbol>& symbols, std::uint64_t address) {
  auto after = std::upper_bound(symbols.begin(), symbols.end(), address,
                                [](std::uint64_t a, const ElfSymbol& s) { return a < s.value; });
  for (int step = 0; step < kLookBack && after != symbols.begin(); ++step) {
    --after;
    const std::uint64_t inside = address - after->value;
    if (inside >= after->size) continue;
    // Of several names for one place the list holds the best first.
    while (after != symbols.begin() && std::prev(after)->value == after->value &&
           inside < std::prev(after)->size) {
      --after;
    }
    return &*after;
  }
  return nullptr;
}

void sortByAddress(std::vector<ElfSymbol>& symbols) {
  std::sort(symbols.begin(), symbols.end(), [](const ElfSymbol& a, const ElfSymbol& b) {
    if (a.value != b.value) return a.value < b.value;
    if (a.global != b.global) return a.global;
    return std::string_view(a.name) < std::string_view(b.name);
  });
  symbols.shrink_to_fit();
}

}  // namespace

std::unique_ptr<ElfImage> ElfImage::open(const std::filesystem::path& path) {
  elf_version(EV_CURRENT);
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) return nullptr;
  struct stat status {};
  Elf* elf = nullptr;
  if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
    elf = elf_begin(fd, ELF_C_READ_MMAP, nullptr);
  }
  if (elf == nullptr || elf_kind(elf) != ELF_K_ELF) {
    elf_end(elf);
    ::close(fd);
    return nullptr;
  }
  return std::unique_ptr<ElfImage>(new ElfImage(path, fd, elf));
}

ElfImage::~ElfImage() {
  elf_end(elf_);
  ::close(fd_);
}

std::string ElfImage::buildId() const {
  const void* bytes = nullptr;
  const ssize_t size = dwelf_elf_gnu_build_id(elf_, &bytes);
  std::string hex;
  for (ssize_t i = 0; i < std::min<ssize_t>(size, 64); ++i) {
    const auto byte = static_cast<const unsigned char*>(bytes)[i];
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  return hex;
}

Elf_Scn* ElfImage::section(const char* name) const {
  std::size_t names = 0;
  if (elf_getshdrstrndx(elf_, &names) != 0) return nullptr;
  for (Elf_Scn* scn = elf_nextscn(elf_, nullptr); scn != nullptr; scn = elf_nextscn(elf_, scn)) {
    GElf_Shdr header;
    if (gelf_getshdr(scn, &header) == nullptr) continue;
    const char* found = elf_strptr(elf_, names, header.sh_name);
    if (found != nullptr && std::string_view(found) == name) return scn;
  }
  return nullptr;
}

std::unique_ptr<ElfFile> ElfFile::open(const std::filesystem::path& path) {
  auto image = ElfImage::open(path);
  if (image == nullptr) return nullptr;
  return std::unique_ptr<ElfFile>(new ElfFile(std::move(image)));
}

ElfFile::ElfFile(std::unique_ptr<ElfImage> image)
    : image_(std::move(image)), buildId_(image_->buildId()) {}

ElfFile::~ElfFile() {
  if (dwarf_ != nullptr) dwarf_end(dwarf_);
}

const ElfImage* ElfFile::debugImage() {
  if (!debugSearched_) {
    debugSearched_ = true;
    debug_ = findSeparateDebug(*image_);
  }
  return debug_.get();
}

Dwarf* ElfFile::dwarf() {
  if (dwarfOpened_) return dwarf_;
  dwarfOpened_ = true;
  const ElfImage* from = hasDebugInformation(*image_) ? image_.get() : debugImage();
  if (from != nullptr) dwarf_ = dwarf_begin_elf(from->elf(), DWARF_C_READ, nullptr);
  return dwarf_;
}

const ElfSymbol* ElfFile::functionAt(std::uint64_t address) {
  loadSymbols();
  return containing(functions_, address);
}

const ElfSymbol* ElfFile::objectAt(std::uint64_t address) {
  loadSymbols();
  return containing(objects_, address);
}

void ElfFile::loadSymbols() {
  if (symbolsLoaded_) return;
  symbolsLoaded_ = true;
  if (image_->section(".symtab") != nullptr) {
    loadTable(image_->elf(), SHT_SYMTAB);
  } else {
    loadTable(image_->elf(), SHT_DYNSYM);
    if (debugImage() != nullptr) loadTable(debug_->elf(), SHT_SYMTAB);
  }
  sortByAddress(functions_);
  sortByAddress(objects_);
}

void ElfFile::loadTable(Elf* elf, Elf64_Word type) {
  for (Elf_Scn* scn = elf_nextscn(elf, nullptr); scn != nullptr; scn = elf_nextscn(elf, scn)) {
    GElf_Shdr header;
    if (gelf_getshdr(scn, &header) == nullptr || header.sh_type != type) continue;
    Elf_Data* data = elf_getdata(scn, nullptr);
    if (data == nullptr || header.sh_entsize == 0) continue;
    const std::size_t count =
        std::min<std::size_t>(data->d_size / header.sh_entsize, std::size_t{INT32_MAX});
    for (std::size_t i = 0; i < count; ++i) {
      GElf_Sym symbol;
      if (gelf_getsym(data, static_cast<int>(i), &symbol) == nullptr) break;
      const int kind = GELF_ST_TYPE(symbol.st_info);
      const bool function = kind == STT_FUNC || kind == STT_GNU_IFUNC;
      if ((!function && kind != STT_OBJECT) || symbol.st_shndx == SHN_UNDEF || symbol.st_size == 0)
        continue;
      const char* name = elf_strptr(elf, header.sh_link, symbol.st_name);
      if (name == nullptr || *name == '\0') continue;
      (function ? functions_ : objects_)
          .push_back(
              {symbol.st_value, symbol.st_size, name, GELF_ST_BIND(symbol.st_info) == STB_GLOBAL});
    }
  }
}

}  // namespace gordian::cli::symbols
