#include "processes.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "../outside/lock_owner.hpp"
#include "../outside/tree.hpp"
#include "proc_files.hpp"
#include "sharing.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

fs::path folderOf(std::uint32_t pid) {
  return fmt::format("/proc/{}", pid);
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
  return cli::isReachedElsewhere(space, known);
}

bool SystemProcesses::mayBeOwnedElsewhere(std::uint64_t space,
                                          const std::vector<std::uint32_t>& known) {
  return cli::mayBeOwnedElsewhere(space, known);
}

std::uint32_t SystemProcesses::ownerOfLock(std::uint32_t pid, std::uint64_t address,
                                           std::uint8_t kind) {
  return outside::ownerOfLock(pid, address, static_cast<lockgraph::LockKind>(kind));
}

bool SystemProcesses::isNobody(std::uint32_t tid) {
  if (cli::isGone(tid)) return true;
  const char state = stateIn(contentOf(folderOf(tid) / "stat").value_or(""));
  return state == 'Z' || state == 'X';
}

bool SystemProcesses::isElsewhere(std::uint32_t pid, std::uint32_t tid, std::uint8_t kind) {
  const auto call = contentOf(folderOf(pid) / "task" / std::to_string(tid) / "syscall");
  return call && isOtherCall(*call, kind == recording::kWaitProcess);
}

std::optional<std::vector<std::uint32_t>> SystemProcesses::childrenOf(std::uint32_t pid) {
  std::vector<std::uint32_t> all;
  const fs::path tasks = folderOf(pid) / "task";
  for (const std::uint32_t tid : numbersIn(tasks).value_or(std::vector<std::uint32_t>())) {
    const auto text = contentOf(tasks / std::to_string(tid) / "children");
    if (!text && access((tasks / std::to_string(tid)).c_str(), F_OK) == 0) return std::nullopt;
    for (const std::uint32_t child : outside::childrenIn(text.value_or(""))) all.push_back(child);
  }
  return all;
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
