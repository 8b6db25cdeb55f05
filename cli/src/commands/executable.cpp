#include "executable.hpp"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

// A file as bytes, mapped; every access is tested against its size.
class Bytes {
 public:
  explicit Bytes(const fs::path& file) {
    const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) return;
    if (fstat(fd, &status_) == 0 && S_ISREG(status_.st_mode) && status_.st_size > 0) {
      void* const data =
          mmap(nullptr, static_cast<std::size_t>(status_.st_size), PROT_READ, MAP_PRIVATE, fd, 0);
      if (data != MAP_FAILED)
        text_ = {static_cast<const char*>(data), static_cast<std::size_t>(status_.st_size)};
    }
    close(fd);
  }
  ~Bytes() {
    if (!text_.empty()) munmap(const_cast<char*>(text_.data()), text_.size());
  }
  Bytes(const Bytes&) = delete;
  Bytes& operator=(const Bytes&) = delete;

  template <class T>
  bool get(std::uint64_t at, T& value) const {
    if (at > text_.size() || text_.size() - at < sizeof value) return false;
    std::memcpy(&value, text_.data() + at, sizeof value);
    return true;
  }
  [[nodiscard]] std::string string(std::uint64_t at) const {
    if (at >= text_.size()) return {};
    const std::string_view rest = text_.substr(at, 4096);
    return std::string(rest.substr(0, rest.find('\0')));
  }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] mode_t mode() const { return status_.st_mode; }

 private:
  std::string_view text_;
  struct stat status_ {};
};

std::uint64_t fileOffset(const std::vector<ElfW(Phdr)>& headers, std::uint64_t address) {
  for (const auto& header : headers)
    if (header.p_type == PT_LOAD && address >= header.p_vaddr &&
        address - header.p_vaddr < header.p_filesz)
      return header.p_offset + (address - header.p_vaddr);
  return UINT64_MAX;
}

std::vector<std::string> neededOf(const Bytes& bytes, const std::vector<ElfW(Phdr)>& headers) {
  constexpr std::size_t kMaxEntries = 4096;
  std::vector<std::uint64_t> names;
  std::uint64_t strings = UINT64_MAX;
  for (const auto& header : headers) {
    if (header.p_type != PT_DYNAMIC) continue;
    ElfW(Dyn) entry{};
    for (std::size_t i = 0; i < kMaxEntries; ++i) {
      if (!bytes.get(header.p_offset + i * sizeof entry, entry) || entry.d_tag == DT_NULL) break;
      if (entry.d_tag == DT_NEEDED) names.push_back(entry.d_un.d_val);
      if (entry.d_tag == DT_STRTAB) strings = fileOffset(headers, entry.d_un.d_ptr);
    }
  }
  std::vector<std::string> needed;
  if (strings == UINT64_MAX) return needed;
  for (const std::uint64_t name : names)
    if (name < bytes.text().size()) needed.push_back(bytes.string(strings + name));
  return needed;
}

// The interpreter that "#!" names, or empty.
fs::path interpreterOf(std::string_view text) {
  if (text.substr(0, 2) != "#!") return {};
  std::string_view line = text.substr(2, 255);
  line = line.substr(0, line.find('\n'));
  const auto start = line.find_first_not_of(" \t");
  if (start == std::string_view::npos) return {};
  line.remove_prefix(start);
  return std::string(line.substr(0, line.find_first_of(" \t\r")));
}

Executable inspectOnce(const Bytes& bytes, const fs::path& program) {
  Executable executable;
  ElfW(Ehdr) header{};
  if (!bytes.get(0, header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) return executable;
  executable.isElf = true;
  ElfW(Ehdr) own{};
  const bool isKnown = Bytes("/proc/self/exe").get(0, own);
  if (isKnown &&
      (header.e_ident[EI_CLASS] != own.e_ident[EI_CLASS] || header.e_machine != own.e_machine)) {
    executable.isForeign = true;
    return executable;
  }
  std::vector<ElfW(Phdr)> headers;
  for (std::uint64_t i = 0; i < header.e_phnum; ++i) {
    ElfW(Phdr) entry{};
    if (bytes.get(header.e_phoff + i * sizeof entry, entry)) headers.push_back(entry);
  }
  executable.isStatic = std::none_of(headers.begin(), headers.end(),
                                     [](const auto& entry) { return entry.p_type == PT_INTERP; });
  const bool isOwn = geteuid() == 0 && getuid() == 0;
  const bool hasIdBits = (bytes.mode() & (S_ISUID | S_ISGID)) != 0;
  const bool hasCapabilities = getxattr(program.c_str(), "security.capability", nullptr, 0) > 0;
  struct stat status {};
  const bool changesId = hasIdBits && stat(program.c_str(), &status) == 0 &&
                         (((bytes.mode() & S_ISUID) != 0 && status.st_uid != getuid()) ||
                          ((bytes.mode() & S_ISGID) != 0 && status.st_gid != getgid()));
  executable.isPrivileged = changesId || (hasCapabilities && !isOwn);
  executable.needed = neededOf(bytes, headers);
  return executable;
}

}  // namespace

fs::path findProgram(const std::string& name) {
  if (name.find('/') != std::string::npos || name.empty()) return name;
  const char* const variable = std::getenv("PATH");
  std::string_view rest = variable != nullptr ? variable : "/bin:/usr/bin";
  fs::path fallback;
  while (true) {
    const auto colon = rest.find(':');
    const std::string_view folder = rest.substr(0, colon);
    fs::path candidate = fs::path(folder.empty() ? "." : std::string(folder)) / name;
    struct stat status {};
    if (stat(candidate.c_str(), &status) == 0 && S_ISREG(status.st_mode)) {
      if (access(candidate.c_str(), X_OK) == 0) return candidate;
      if (fallback.empty()) fallback = candidate;
    }
    if (colon == std::string_view::npos) return fallback;
    rest.remove_prefix(colon + 1);
  }
}

Executable inspect(const fs::path& program) {
  const Bytes bytes(program);
  if (const fs::path interpreter = interpreterOf(bytes.text()); !interpreter.empty())
    return inspectOnce(Bytes(interpreter), interpreter);
  return inspectOnce(bytes, program);
}

bool hasDebugInfo(const fs::path& file) {
  const Bytes bytes(file);
  ElfW(Ehdr) header{};
  ElfW(Shdr) names{};
  if (!bytes.get(0, header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) return false;
  const auto offsetOf = [&](std::uint64_t i) { return header.e_shoff + i * sizeof(ElfW(Shdr)); };
  if (!bytes.get(offsetOf(header.e_shstrndx), names)) return false;
  for (std::uint64_t i = 0; i < header.e_shnum; ++i) {
    ElfW(Shdr) section{};
    if (!bytes.get(offsetOf(i), section)) return false;
    if (bytes.string(names.sh_offset + section.sh_name) == ".debug_info") return true;
  }
  return false;
}

std::string blindReason(const Executable& executable) {
  if (!executable.isElf) return {};
  if (executable.isForeign) return "it is made for another kind of processor than gordian";
  if (executable.isStatic)
    return "it is statically linked, so no library can be loaded in front of it";
  if (executable.isPrivileged)
    return "it is setuid, setgid or has file capabilities, so the loader ignores our library";
  return {};
}

}  // namespace gordian::cli
