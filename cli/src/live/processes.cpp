#include "processes.hpp"

#include <fmt/format.h>
#include <gordian/recording/board.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <string_view>

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

// An entry under /proc that goes away while it is read says so by ENOENT or ESRCH.
bool isGone(std::uint32_t pid) {
  return kill(static_cast<pid_t>(pid), 0) != 0 && errno == ESRCH;
}

}  // namespace

ProcessFacts SystemProcesses::factsOf(std::uint32_t pid) {
  ProcessFacts facts;
  if (pid == 0 || pid > INT32_MAX || isGone(pid)) return facts;
  const fs::path folder = folderOf(pid);
  const auto tasks = numbersIn(folder / "task");
  const auto maps = contentOf(folder / "maps");
  const auto status = contentOf(folder / "status");
  if (!tasks || !maps || !status) {
    facts.isKnown = isGone(pid);  // then nothing is all there is to know
    if (!facts.isKnown) facts.tasks = {{pid}};
    return facts;
  }
  for (const std::uint32_t tid : *tasks) {
    const fs::path file = folder / "task" / std::to_string(tid) / "stat";
    const auto stat = contentOf(file);
    if (!stat && access(file.c_str(), F_OK) != 0) continue;  // it ended meanwhile
    const char state = stat ? stateIn(*stat) : '\0';
    if (state != 'Z' && state != 'X') facts.tasks.push_back({tid, state});
  }
  forEachMappedFile(*maps, [&](const MappedFile& file) {
    facts.isWatched |= file.isShared && file.inode == board_;
    facts.isPython |= isPythonFile(file.path);
  });
  const auto caught = maskIn(*status, "SigCgt");
  facts.isKnown = caught.has_value();
  facts.posters = possiblePosters(caught.value_or(0), facts.isPython);
  return facts;
}

std::optional<std::vector<std::uint32_t>> SystemProcesses::whoMaps(std::uint64_t space) {
  const auto pids = numbersIn("/proc");
  if (!pids) return std::nullopt;
  std::vector<std::uint32_t> found;
  for (const std::uint32_t pid : *pids) {
    // Processes of others cannot be read; what they share with ours is theirs to know.
    const auto maps = contentOf(folderOf(pid) / "maps");
    if (!maps) continue;
    bool isMapped = false;
    forEachMappedFile(*maps, [&](const MappedFile& file) {
      isMapped |= recording::spaceOfFile(file.major, file.minor, file.inode) == space;
    });
    if (isMapped) found.push_back(pid);
  }
  return found;
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
