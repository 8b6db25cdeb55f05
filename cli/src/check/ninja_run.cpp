#include "ninja_run.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "../commands/child.hpp"
#include "../commands/console.hpp"
#include "../report/errors.hpp"
#include "../report/printable.hpp"
#include "../report/read_file.hpp"
#include "../report/write_file.hpp"
#include "subprocess.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRemedy =
    "ninja is needed and was not found (Debian: apt-get install ninja-build)";
constexpr std::chrono::milliseconds kLook{100};

// `$` is special everywhere, blank and colon in names of files.
std::string escaped(const std::string& text, std::string_view special) {
  std::string result;
  for (const char character : text) {
    if (special.find(character) != std::string_view::npos) result += '$';
    result += character;
  }
  return result;
}

// Reads what ninja has written so far and keeps one line on the terminal up to date.
class Progress {
 public:
  explicit Progress(const fs::path& log)
      : log_(open(log.c_str(), O_RDONLY | O_CLOEXEC)), isShown_(isatty(STDERR_FILENO) == 1) {}
  ~Progress() {
    if (isShown_ && !line_.empty()) put(STDERR_FILENO, "\r\033[K");
    if (log_ >= 0) close(log_);
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void look() {
    if (!isShown_ || log_ < 0) return;
    char buffer[65536];
    const ssize_t size = read(log_, buffer, sizeof buffer);
    if (size <= 0) return;
    const std::string_view text(buffer, static_cast<std::size_t>(size));
    const auto begin = text.rfind("[gordian ");
    if (begin == std::string_view::npos) return;
    line_ = printable(text.substr(begin + 1, text.find('\n', begin) - begin - 1));
    const auto end = line_.find(']');
    if (end != std::string::npos) line_.erase(end, 1);
    constexpr std::size_t kWidth = 79;
    put(STDERR_FILENO, "\r\033[K" + shortened(line_, kWidth));
  }

 private:
  int log_;
  bool isShown_;
  std::string line_;
};

}  // namespace

std::string ninjaFile(const fs::path& folder, const std::vector<NinjaJob>& jobs) {
  std::string text =
      "# Made by gordian check: what it has to read anew.\n"
      "ninja_required_version = 1.5\n";
  text += "builddir = " + escaped(folder.native(), "$") + "\n";
  text +=
      "rule extract\n"
      "  command = $words\n"
      "  description = $title\n";
  for (const NinjaJob& job : jobs) {
    text += "build";
    for (const std::string& output : job.outputs) text += " " + escaped(output, "$ :");
    text += fmt::format(": extract\n  words = {}\n  title = {}\n", escaped(job.command, "$"),
                        escaped(printable(job.title), "$"));
  }
  return text;
}

NinjaResult runNinja(const fs::path& folder, const std::vector<NinjaJob>& jobs, unsigned parallel) {
  const std::string ninja = programNamed("ninja");
  if (ninja.empty()) return {false, kRemedy};
  const fs::path file = folder / "build.ninja";
  const fs::path log = folder / "ninja.log";
  writeFile(file, ninjaFile(folder, jobs));
  writeFile(log, "");
  Progress progress(log);
  const ChildResult child = runChild(
      {ninja, "-f", file, "-k", "0", "-j", std::to_string(std::max(parallel, 1u))},
      [&] {
        setenv("NINJA_STATUS", "[gordian %f/%t] ", 1);
        const int output = open(log.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
        const int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
        if (output < 0 || input < 0) _exit(127);
        dup2(input, STDIN_FILENO);
        dup2(output, STDOUT_FILENO);
        dup2(output, STDERR_FILENO);
      },
      [&](pid_t) {
        progress.look();
        return kLook;
      });
  if (child.error != 0)
    return {false, fmt::format("cannot run {}: {}", ninja, std::strerror(child.error))};
  NinjaResult result;
  constexpr std::size_t kMaxLog = std::size_t{256} << 20;
  std::string said;
  try {
    said = readFile(log, kMaxLog);
  } catch (const UsageError&) {
    return result;
  }
  result.isInterrupted = WIFSIGNALED(child.waitStatus) ||
                         said.find("build stopped: interrupted by user") != std::string::npos;
  const auto error = said.find("ninja: error: ");
  if (error != std::string::npos)
    result.problem = said.substr(error, said.find('\n', error) - error);
  return result;
}

}  // namespace gordian::cli
