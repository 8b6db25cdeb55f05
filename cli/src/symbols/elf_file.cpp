#include "symbols/elf_file.hpp"

#include "symbols/separate_debug.hpp"

#include <elfutils/libdwelf.h>
#include <fcntl.h>
#include <gelf.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <string_view>

namespace gordian::cli::symbols {
namespace {

// Symbols may overlap (aliases, local labels); looking back a little finds the enclosing one.
constexpr int kLookBack = 16;
// Until so many were asked for, the table is read through for each: most reports ask for a handful,
// and sorting the symbols of a C library costs more than all the rest of such a report.
constexpr std::size_t kFewLookUps = 32;

bool isBefore(const ElfSymbol& a, const ElfSymbol& b) {
  if (a.value != b.value) return a.value < b.value;
  if (a.global != b.global) return a.global;
  return std::strcmp(a.name, b.name) < 0;
}

// The same as containing() finds in a sorted table.
bool isBetter(const ElfSymbol& a, const ElfSymbol& b) {
  return a.value != b.value ? a.value > b.value : isBefore(a, b);
}

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
  std::sort(symbols.begin(), symbols.end(), isBefore);
  symbols.shrink_to_fit();
}

template <typename Take>
void readTable(Elf* elf, Elf64_Word type, const Take& take) {
  const bool is64 = gelf_getclass(elf) == ELFCLASS64;
  for (Elf_Scn* scn = elf_nextscn(elf, nullptr); scn != nullptr; scn = elf_nextscn(elf, scn)) {
    GElf_Shdr header;
    if (gelf_getshdr(scn, &header) == nullptr || header.sh_type != type) continue;
    Elf_Data* data = elf_getdata(scn, nullptr);
    if (data == nullptr || data->d_buf == nullptr || data->d_type != ELF_T_SYM) continue;
    const std::size_t size = is64 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);
    const std::size_t count = std::min<std::size_t>(data->d_size / size, std::size_t{INT32_MAX});
    for (std::size_t i = 0; i < count; ++i) {
      GElf_Sym symbol;
      if (is64)  // without a call for each: libelf has brought them into our form
        std::memcpy(&symbol, static_cast<const char*>(data->d_buf) + i * size, size);
      else if (gelf_getsym(data, static_cast<int>(i), &symbol) == nullptr)
        break;
      const int kind = GELF_ST_TYPE(symbol.st_info);
      const bool function = kind == STT_FUNC || kind == STT_GNU_IFUNC;
      if ((!function && kind != STT_OBJECT) || symbol.st_shndx == SHN_UNDEF || symbol.st_size == 0)
        continue;
      take(symbol, function, [&]() -> const char* {
        const char* name = elf_strptr(elf, header.sh_link, symbol.st_name);
        return name != nullptr && *name != '\0' ? name : nullptr;
      });
    }
  }
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

template <typename Take>
void ElfFile::forEachSymbol(const Take& take) {
  if (image_->section(".symtab") != nullptr) {
    readTable(image_->elf(), SHT_SYMTAB, take);
  } else {
    readTable(image_->elf(), SHT_DYNSYM, take);
    if (debugImage() != nullptr) readTable(debug_->elf(), SHT_SYMTAB, take);
  }
}

const ElfSymbol* ElfFile::symbolAt(std::uint64_t address, bool wantsFunction) {
  if (symbolsLoaded_ || found_.size() >= kFewLookUps) {
    loadSymbols();
    return containing(wantsFunction ? functions_ : objects_, address);
  }
  ElfSymbol& best = found_.emplace_back();
  forEachSymbol([&](const GElf_Sym& symbol, bool isFunction, const auto& name) {
    if (isFunction != wantsFunction || address - symbol.st_value >= symbol.st_size) return;
    const char* known = name();
    if (known == nullptr) return;
    const ElfSymbol here{symbol.st_value, symbol.st_size, known,
                         GELF_ST_BIND(symbol.st_info) == STB_GLOBAL};
    if (best.size == 0 || isBetter(here, best)) best = here;
  });
  return best.size != 0 ? &best : nullptr;
}

void ElfFile::loadSymbols() {
  if (symbolsLoaded_) return;
  symbolsLoaded_ = true;
  forEachSymbol([&](const GElf_Sym& symbol, bool isFunction, const auto& name) {
    if (const char* known = name())
      (isFunction ? functions_ : objects_)
          .push_back(
              {symbol.st_value, symbol.st_size, known, GELF_ST_BIND(symbol.st_info) == STB_GLOBAL});
  });
  sortByAddress(functions_);
  sortByAddress(objects_);
}

}  // namespace gordian::cli::symbols
