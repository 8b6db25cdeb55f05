#include "sharing.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

// The kernel's names for memory that only descendants can inherit, and for that of System V, which
// anybody can attach by its number.
constexpr std::string_view kAnonymous = "/dev/zero (deleted)";
constexpr std::string_view kByNumber = "/SYSV";

struct SharedFile {
  std::uint64_t inode = 0;  // 0: nobody has it
  std::string path;
};

struct Living {
  fs::path folder;
  std::string maps;
};

// A first thread that has ended before the others tells nothing: one of those does. None: hidden.
std::optional<Living> livingOf(std::uint32_t pid) {
  const fs::path process = fmt::format("/proc/{}", pid);
  auto maps = contentOf(process / "maps");
  if (!maps || !maps->empty()) return maps ? std::optional(Living{process, *maps}) : std::nullopt;
  const auto tasks = numbersIn(process / "task").value_or(std::vector<std::uint32_t>());
  for (const std::uint32_t tid : tasks) {
    const fs::path task = process / "task" / std::to_string(tid);
    if (auto own = tid != pid ? contentOf(task / "maps") : std::nullopt; own && !own->empty())
      return Living{task, std::move(*own)};
  }
  return Living{process, {}};
}

SharedFile sharedFile(std::uint64_t space, const std::vector<std::uint32_t>& pids) {
  SharedFile found;
  for (const std::uint32_t pid : pids)
    if (const auto living = livingOf(pid))
      forEachMappedFile(living->maps, [&](const MappedFile& file) {
        if (spaceOf(file) == space) found = {file.inode, std::string(file.path)};
      });
  return found;
}

// sem_open() makes its file under one name and moves it to another: the first one is gone, as the
// mapping says, and yet anybody can open the file.
bool hasOtherName(const fs::path& path, std::uint64_t inode) {
  const fs::path folder = path.parent_path();
  if (folder == "/" || folder == "/dev") return false;  // of memory without a file
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    struct stat status {};
    if (lstat(entry->path().c_str(), &status) == 0 && status.st_ino == inode) return true;
  }
  return error.value() != 0 && error.value() != ENOENT;
}

// A descriptor of a file with that number; of whichever device, which /proc tells in two ways.
bool hasOpen(const fs::path& process, std::uint64_t inode) {
  const fs::path folder = process / "fd";
  const auto files = numbersIn(folder);
  if (!files) return false;
  return std::any_of(files->begin(), files->end(), [&](std::uint32_t file) {
    struct stat status {};
    return stat((folder / std::to_string(file)).c_str(), &status) == 0 && status.st_ino == inode;
  });
}

// Threads of the process may be called by other numbers than ours. Everybody may read that.
bool isNumberedElsewhere(std::uint32_t pid) {
  const auto status = contentOf(fmt::format("/proc/{}/status", pid));
  if (!status) return false;  // it ended meanwhile
  constexpr std::string_view kKey = "\nNSpid:\t";
  const auto at = status->find(kKey);
  if (at == std::string::npos) return true;
  const auto begin = at + kKey.size();
  return status->substr(begin, status->find('\n', begin) - begin).find('\t') != std::string::npos;
}

// Nobody outside can be numbered by threads that we do not see.
bool isInFirstNamespace() {
  std::error_code error;
  return fs::read_symlink("/proc/self/ns/pid", error) == "pid:[4026531836]";
}

enum class Hidden : std::uint8_t { Ignored, Counts };

// Processes of others cannot be read; what they share with ours is theirs to know. Counts: one that
// is numbered elsewhere is taken for one that has the file.
bool isUsedElsewhere(const SharedFile& shared, const std::vector<std::uint32_t>& known,
                     std::uint64_t space, Hidden hidden) {
  const auto pids = numbersIn("/proc");
  if (!pids) return true;
  for (const std::uint32_t pid : *pids) {
    if (std::find(known.begin(), known.end(), pid) != known.end()) continue;
    const auto living = livingOf(pid);
    if (!living) {
      if (hidden == Hidden::Counts && isNumberedElsewhere(pid)) return true;
      continue;
    }
    bool isReached = hasOpen(living->folder, shared.inode);
    forEachMappedFile(living->maps,
                      [&](const MappedFile& file) { isReached |= spaceOf(file) == space; });
    if (isReached) return true;
  }
  return false;
}

}  // namespace

bool isClosed(std::string_view path) {
  constexpr std::string_view kDeleted = " (deleted)";
  return path.size() > kDeleted.size() && path.substr(path.size() - kDeleted.size()) == kDeleted &&
         path.substr(0, kByNumber.size()) != kByNumber;
}

bool isReachedElsewhere(std::uint64_t space, const std::vector<std::uint32_t>& known) {
  const SharedFile shared = sharedFile(space, known);
  if (shared.inode == 0 || hasOtherName(shared.path, shared.inode)) return true;
  return isUsedElsewhere(shared, known, space, Hidden::Ignored);
}

bool mayBeOwnedElsewhere(std::uint64_t space, const std::vector<std::uint32_t>& known) {
  const SharedFile shared = sharedFile(space, known);
  if (shared.inode == 0) return true;
  if (shared.path == kAnonymous) return isUsedElsewhere(shared, known, space, Hidden::Ignored);
  return !isInFirstNamespace() || isUsedElsewhere(shared, known, space, Hidden::Counts);
}

}  // namespace gordian::cli
