#include "views.hpp"

#include <elf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>

#include "../live/proc_files.hpp"
#include "tree.hpp"

namespace gordian::cli::outside {
namespace {

namespace fs = std::filesystem;

fs::path folderOf(std::uint32_t pid) {
  return fmt::format("/proc/{}", pid);
}

// Where the files and the memory of a process are told of. Those of a first thread that ended
// before the others are gone.
fs::path livingTask(std::uint32_t pid) {
  const fs::path folder = folderOf(pid);
  if (stateIn(contentOf(folder / "stat").value_or("")) != 'Z') return folder;
  for (const std::uint32_t tid :
       numbersIn(folder / "task").value_or(std::vector<std::uint32_t>())) {
    const fs::path task = folder / "task" / std::to_string(tid);
    const char state = stateIn(contentOf(task / "stat").value_or("Z"));
    if (state != '\0' && state != 'Z' && state != 'X') return task;
  }
  return folder;
}

std::string lineIn(const fs::path& file) {
  std::string line = contentOf(file).value_or("");
  if (!line.empty() && line.back() == '\n') line.pop_back();
  return line;
}

std::string targetOf(const fs::path& link) {
  std::error_code error;
  return fs::read_symlink(link, error).native();
}

bool isForeignFile(const fs::path& executable) {
  std::array<char, EI_NIDENT> ident{};
  const int file = open(executable.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const ssize_t size = read(file, ident.data(), ident.size());
  close(file);
  return size == EI_NIDENT && ident[EI_CLASS] == (sizeof(void*) == 8 ? ELFCLASS32 : ELFCLASS64);
}

// Why the system keeps a process from us, and what helps.
std::string hiddenBecause(const ProcessView& process, const std::string& status) {
  if (process.stat.isKernel) return "it is a part of the kernel, without memory or files";
  const auto user = numberBehind(status, "Uid");
  const auto capable = maskIn(status, "CapPrm").value_or(0);
  if (user && geteuid() != 0 && *user != geteuid())
    return fmt::format("it belongs to user {}; call gordian as that user or with sudo", *user);
  const std::string scope = lineIn("/proc/sys/kernel/yama/ptrace_scope");
  if (scope == "1" || scope == "2" || scope == "3")
    return fmt::format(
        "kernel.yama.ptrace_scope is {}{}; call gordian with CAP_SYS_PTRACE (sudo)", scope,
        scope == "1" ? ", so that only its ancestors may look"
                     : (scope == "2" ? ", so that only the administrator may look"
                                     : ", so that nobody may look until the next boot"));
  if (capable != 0 && geteuid() != 0)
    return "it has more rights than gordian; call gordian with CAP_SYS_PTRACE (sudo)";
  return "the system hides it (another user namespace, or it made itself not dumpable); call "
         "gordian with CAP_SYS_PTRACE (sudo)";
}

std::optional<TaskView> taskOf(const fs::path& folder, std::uint32_t tid, bool isReadable) {
  const auto stat = statIn(contentOf(folder / "stat").value_or(""));
  if (!stat) return std::nullopt;  // it ended meanwhile
  TaskView task;
  task.tid = tid;
  task.name = stat->name;
  task.state = stat->state;
  if (isReadable) task.call = systemCallIn(contentOf(folder / "syscall").value_or(""));
  task.waitsIn = lineIn(folder / "wchan");
  if (task.waitsIn == "0") task.waitsIn.clear();
  const std::string status = contentOf(folder / "status").value_or("");
  task.switches = numberBehind(status, "voluntary_ctxt_switches").value_or(0) +
                  numberBehind(status, "nonvoluntary_ctxt_switches").value_or(0);
  task.children = childrenIn(contentOf(folder / "children").value_or(""));
  return task;
}

FileView fileOf(const fs::path& folder, std::uint32_t number) {
  FileView file;
  file.number = number;
  file.target = targetOf(folder / "fd" / std::to_string(number));
  file.pipe = pipeIn(file.target);
  const std::string info = contentOf(folder / "fdinfo" / std::to_string(number)).value_or("");
  forEachLine(info, [&](std::string_view line) {
    if (line.starts_with("flags:")) {
      line.remove_prefix(std::min(line.find_first_of("01234567"), line.size()));
      unsigned flags = 0;
      std::from_chars(line.data(), line.data() + line.size(), flags, 8);
      const unsigned access = flags & O_ACCMODE;
      // One without a direction (O_PATH) neither reads nor writes.
      const bool isPath = (flags & O_PATH) != 0;
      file.isRead = !isPath && access != O_WRONLY;
      file.isWritten = !isPath && access != O_RDONLY;
    } else if (line.starts_with("lock:")) {
      if (const auto lock = fileLockIn(line)) file.locks.push_back(*lock);
    }
  });
  return file;
}

}  // namespace

std::optional<ProcessView> viewOf(std::uint32_t pid) {
  const fs::path folder = folderOf(pid);
  const auto stat = statIn(contentOf(folder / "stat").value_or(""));
  if (!stat) return std::nullopt;
  // A thread's id has a folder, too, though it is not listed.
  const std::string status = contentOf(folder / "status").value_or("");
  if (numberBehind(status, "Tgid") != pid) return std::nullopt;
  ProcessView process;
  process.pid = pid;
  process.stat = *stat;
  process.caughtSignals = maskIn(status, "SigCgt").value_or(0);
  process.isReadable = !process.stat.isKernel && contentOf(folder / "syscall").has_value();
  const fs::path executable = livingTask(pid) / "exe";
  process.executable = targetOf(executable);
  process.isForeign = isForeignFile(executable);
  for (const std::uint32_t tid : numbersIn(folder / "task").value_or(std::vector<std::uint32_t>()))
    if (auto task = taskOf(folder / "task" / std::to_string(tid), tid,
                           process.isReadable && !process.isForeign))
      process.tasks.push_back(std::move(*task));
  std::sort(process.tasks.begin(), process.tasks.end(),
            [](const TaskView& a, const TaskView& b) { return a.tid < b.tid; });
  if (!process.isReadable && !process.isZombie()) process.hidden = hiddenBecause(process, status);
  return process;
}

std::optional<std::vector<FileView>> filesOf(std::uint32_t pid) {
  const fs::path folder = livingTask(pid);
  const auto numbers = numbersIn(folder / "fd");
  if (!numbers) return std::nullopt;
  std::vector<FileView> files;
  for (const std::uint32_t number : *numbers) files.push_back(fileOf(folder, number));
  return files;
}

std::optional<std::string> variableOf(std::uint32_t pid, const std::string& name) {
  const auto content = contentOf(folderOf(pid) / "environ");
  if (!content) return std::nullopt;
  const std::string wanted = name + "=";
  for (std::size_t at = 0; at < content->size();) {
    const auto end = std::min(content->find('\0', at), content->size());
    const std::string_view one(content->data() + at, end - at);
    if (one.starts_with(wanted)) return std::string(one.substr(wanted.size()));
    at = end + 1;
  }
  return std::nullopt;
}

}  // namespace gordian::cli::outside
