#include "processes.hpp"

#include <fmt/format.h>
#include <gordian/recording/board.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include "proc_files.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

fs::path folderOf(std::uint32_t pid) {
  return fmt::format("/proc/{}", pid);
}

template <typename Use>
void forEachMappedFile(std::string_view maps, const Use& use) {
  while (!maps.empty()) {
    const auto end = std::min(maps.find('\n'), maps.size());
    if (const auto file = mappedFileIn(maps.substr(0, end))) use(*file);
    maps.remove_prefix(std::min(end + 1, maps.size()));
  }
}

bool isPythonFile(std::string_view path) {
  const auto slash = path.rfind('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  return path.substr(0, 9) == "libpython" || path.substr(0, 6) == "python";
}

std::uint64_t spaceOf(const MappedFile& file) {
  return recording::spaceOfFile(file.major, file.minor, file.inode);
}

// The kernel's word for a file without a name, put behind its old one; System V memory carries it
// too, and anybody can attach that by its number.
bool isClosed(std::string_view path) {
  constexpr std::string_view kDeleted = " (deleted)";
  return path.size() > kDeleted.size() && path.substr(path.size() - kDeleted.size()) == kDeleted &&
         path.substr(0, 5) != "/SYSV";
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

struct Living {
  fs::path folder;
  std::string maps;
};

// A first thread that has ended before the others tells nothing: one of those does.
std::optional<Living> livingOf(std::uint32_t pid) {
  const fs::path process = folderOf(pid);
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

// An entry under /proc that goes away while it is read says so by ENOENT or ESRCH.
bool isGone(std::uint32_t pid) {
  return kill(static_cast<pid_t>(pid), 0) != 0 && errno == ESRCH;
}

}  // namespace

ProcessFacts SystemProcesses::factsOf(std::uint32_t pid) {
  ProcessFacts facts;
  if (pid == 0 || pid > INT32_MAX || isGone(pid)) return facts;
  const fs::path folder = folderOf(pid);
  const auto tasks = numbersIn(folder / "task").value_or(std::vector<std::uint32_t>());
  for (const std::uint32_t tid : tasks) {
    const fs::path file = folder / "task" / std::to_string(tid) / "stat";
    const auto stat = contentOf(file);
    if (!stat && access(file.c_str(), F_OK) != 0) continue;  // it ended meanwhile
    const char state = stat ? stateIn(*stat) : '\0';
    if (state != 'Z' && state != 'X') facts.tasks.push_back({tid, state});
  }
  if (tasks.empty()) {
    facts.isKnown = isGone(pid);  // then nothing is all there is to know
    if (!facts.isKnown) facts.tasks = {{pid}};
  }
  if (facts.tasks.empty()) return facts;
  // Of one that lives: the first thread may have ended before the others, and then tells nothing.
  const fs::path living = folder / "task" / std::to_string(facts.tasks.front().tid);
  const auto maps = contentOf(living / "maps");
  const auto status = contentOf(living / "status");
  if (!maps || !status) {
    facts.isKnown = false;
    return facts;
  }
  forEachMappedFile(*maps, [&](const MappedFile& file) {
    facts.isWatched |= file.isShared && file.inode == board_;
    facts.isPython |= isPythonFile(file.path);
    if (file.isShared) facts.shared.emplace(spaceOf(file), isClosed(file.path));
  });
  const auto caught = maskIn(*status, "SigCgt");
  facts.isKnown = caught.has_value();
  facts.posters = possiblePosters(caught.value_or(0), facts.isPython);
  return facts;
}

bool SystemProcesses::isReachedElsewhere(std::uint64_t space,
                                         const std::vector<std::uint32_t>& known) {
  const auto pids = numbersIn("/proc");
  if (!pids) return true;
  std::uint64_t inode = 0;
  fs::path path;
  for (const std::uint32_t pid : known)
    if (const auto living = livingOf(pid))
      forEachMappedFile(living->maps, [&](const MappedFile& file) {
        if (spaceOf(file) != space) return;
        inode = file.inode;
        path = file.path;
      });
  if (inode == 0 || hasOtherName(path, inode)) return true;
  for (const std::uint32_t pid : *pids) {
    if (std::find(known.begin(), known.end(), pid) != known.end()) continue;
    // Processes of others cannot be read; what they share with ours is theirs to know.
    const auto living = livingOf(pid);
    if (!living) continue;
    bool isReached = hasOpen(living->folder, inode);
    forEachMappedFile(living->maps,
                      [&](const MappedFile& file) { isReached |= spaceOf(file) == space; });
    if (isReached) return true;
  }
  return false;
}

bool SystemProcesses::isElsewhere(std::uint32_t pid, std::uint32_t tid) {
  const auto call = contentOf(folderOf(pid) / "task" / std::to_string(tid) / "syscall");
  return call && isOtherCall(*call);
}

bool SystemProcesses::isGone(std::uint32_t pid) {
  return pid != 0 && pid <= INT32_MAX && cli::isGone(pid);
}

std::string SystemProcesses::nameOf(std::uint32_t pid, std::uint32_t tid) {
  const auto nameIn = [&](std::uint32_t task) {
    auto name = contentOf(folderOf(pid) / "task" / std::to_string(task) / "comm").value_or("");
    if (!name.empty() && name.back() == '\n') name.pop_back();
    return name;
  };
  if (tid == pid) return {};
  std::string name = nameIn(tid);
  return name == nameIn(pid) ? std::string() : name;
}

}  // namespace gordian::cli
