// gordian doctor: whether this machine lets Gordian work, as a table.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "../report/collect.hpp"
#include "../report/printable.hpp"
#include "child.hpp"
#include "commands.hpp"
#include "console.hpp"
#include "environment.hpp"
#include "executable.hpp"
#include "runtime_library.hpp"
#include "status.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

enum class Health { Good, Note, Bad };

class Table {
 public:
  void row(Health health, const std::string& what, const std::string& text) {
    const bool isColoured = wantsColour(STDOUT_FILENO);
    const char* const word = health == Health::Good ? "ok" : health == Health::Note ? "--" : "BAD";
    const char* const colour = health == Health::Good   ? "\033[32m"
                               : health == Health::Note ? "\033[33m"
                                                        : "\033[31m";
    put(STDOUT_FILENO, fmt::format("{}{:>4}{}  {:<18}{}\n", isColoured ? colour : "", word,
                                   isColoured ? "\033[0m" : "", what, printable(text)));
    isHealthy_ &= health != Health::Bad;
  }
  [[nodiscard]] bool isHealthy() const { return isHealthy_; }

 private:
  bool isHealthy_ = true;
};

std::string firstLine(const fs::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  return line;
}

// A folder for one check, gone afterwards.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "gordian-doctor-XXXXXX").native();
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code error;
    if (!path_.empty()) fs::remove_all(path_, error);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// What the command saw with the runtime in front of it, or why it saw nothing.
struct Probe {
  std::vector<recording::Recording> recordings;
  std::string problem;
};

Probe probe(const fs::path& library, const std::vector<std::string>& command) {
  const TemporaryFolder folder;
  if (folder.path().empty()) return {{}, "no folder for temporary files"};
  const ChildResult child = runChild(command, [&] {
    applyPreload({library, folder.path(), {}});
    unsetenv("GORDIAN_DISABLE");
  });
  if (child.error != 0) return {{}, fmt::format("cannot run {}", command.front())};
  if (!WIFEXITED(child.waitStatus) || WEXITSTATUS(child.waitStatus) != 0)
    return {{}, fmt::format("{} failed with the runtime loaded", command.front())};
  Collected collected = collect({folder.path()});
  if (collected.recordings.empty())
    return {{}, fmt::format("{} left no recording", command.front())};
  return {std::move(collected.recordings), {}};
}

void runtimeRows(Table& table) {
  std::vector<std::string> looked;
  const fs::path library = findRuntimeLibrary(looked);
  if (library.empty()) {
    table.row(Health::Bad, "runtime library",
              fmt::format("not found: {}", fmt::join(looked, ", ")));
    return;
  }
  table.row(Health::Good, "runtime library", library.native());
  const Probe plain = probe(library, {"/bin/true"});
  table.row(plain.problem.empty() ? Health::Good : Health::Bad, "preload",
            plain.problem.empty() ? "loads into /bin/true" : plain.problem);
  if (!plain.problem.empty()) return;
  const auto& blind = plain.recordings.front().blind;
  table.row(blind.empty() ? Health::Good : Health::Note, "interposition",
            blind.empty() ? "every call reaches the runtime"
                          : fmt::format("not seen: {}", fmt::join(blind, ", ")));
  if (findProgram("python3").empty()) {
    table.row(Health::Note, "python3", "not found");
    return;
  }
  // Two locks, nested, so that there is something to record.
  const Probe python =
      probe(library, {"python3", "-I", "-c",
                      "import threading as t\na=t.Lock()\nb=t.Lock()\nwith a:\n with b: pass"});
  // python3 may be a script that starts the interpreter: any of its processes will do.
  const bool isSeen =
      std::any_of(python.recordings.begin(), python.recordings.end(),
                  [](const recording::Recording& recording) {
                    return recording.python && !recording.trace.dependencies.empty();
                  });
  table.row(isSeen ? Health::Good : Health::Note, "python3",
            isSeen
                ? "its locks are seen (semaphores)"
                : "its locks are not seen" + (python.problem.empty() ? "" : ": " + python.problem));
}

void machineRows(Table& table) {
  table.row(Health::Good, "compiler", "built by " GORDIAN_COMPILER);
  const unsigned cores = std::thread::hardware_concurrency();
  table.row(cores > 1 ? Health::Good : Health::Note, "cores", std::to_string(cores));
  const std::string scope = firstLine("/proc/sys/kernel/yama/ptrace_scope");
  table.row(Health::Good, "ptrace scope", scope.empty() ? "unrestricted (no Yama)" : scope);
  rlimit core{};
  getrlimit(RLIMIT_CORE, &core);
  table.row(Health::Good, "core limit",
            core.rlim_cur == RLIM_INFINITY ? "unlimited" : std::to_string(core.rlim_cur));
  const bool isWritable = access(".", W_OK | X_OK) == 0;
  table.row(isWritable ? Health::Good : Health::Note, "record folder",
            isWritable ? ".gordian/runs can be made here"
                       : "this folder is not writable: recordings go to TMPDIR");
}

void debugRow(Table& table) {
  const bool hasSections = hasDebugInfo(executableFolder() / "gordian");
  table.row(hasSections ? Health::Good : Health::Note, "debug information",
            hasSections ? "gordian itself has it"
                        : "gordian itself has none (yours should: build with -g)");
}

}  // namespace

Action addDoctor(CLI::App& app) {
  app.add_subcommand("doctor", "Check whether this machine lets Gordian work");
  return [] {
    Table table;
    machineRows(table);
    runtimeRows(table);
    debugRow(table);
    return table.isHealthy() ? kClean : kHasFindings;
  };
}

}  // namespace gordian::cli
