#include "observed_run.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "../report/errors.hpp"
#include "console.hpp"
#include "environment.hpp"
#include "executable.hpp"
#include "runtime_library.hpp"
#include "status.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

int cannotRun(const std::string& program, int error) {
  say(fmt::format("cannot run '{}': {}", program, std::strerror(error)));
  return error == ENOENT ? kNotFound : kCannotExecute;
}

// 0, or why the program cannot be started.
int problemWith(const fs::path& program) {
  if (program.empty()) return ENOENT;
  std::error_code error;
  const auto status = fs::status(program, error);
  if (!fs::exists(status)) return error.value() == 0 ? ENOENT : error.value();
  if (fs::is_directory(status)) return EACCES;  // as execve says
  return access(program.c_str(), X_OK) == 0 ? 0 : errno;
}

fs::path requireRuntime() {
  std::vector<std::string> looked;
  fs::path library = findRuntimeLibrary(looked);
  if (library.empty())
    throw UsageError(fmt::format("cannot find libgordian_runtime.so (tried {}); set GORDIAN_HOME",
                                 fmt::join(looked, ", ")));
  if (library.native().find_first_of(" :") != std::string::npos)
    throw UsageError(
        fmt::format("'{}': LD_PRELOAD cannot express a path with a blank or a colon; "
                    "set GORDIAN_HOME to a link without",
                    library.native()));
  return library;
}

std::set<fs::path> filesIn(const fs::path& folder) {
  std::vector<std::string> ignored;
  const auto files = recordingFiles({folder}, ignored);
  return {files.begin(), files.end()};
}

bool isSet(const char* variable) {
  const char* const value = std::getenv(variable);
  return value != nullptr && *value != '\0' && std::strcmp(value, "0") != 0;
}

}  // namespace

ObservedRun::ObservedRun(const Settings& settings, RunWishes wishes)
    : settings_(settings), wishes_(std::move(wishes)) {}

ObservedRun::~ObservedRun() = default;

int ObservedRun::execute() {
  const std::string& name = wishes_.command.front();
  const fs::path program = findProgram(name);
  if (const int error = problemWith(program)) return cannotRun(name, error);
  const Executable executable = inspect(program);
  const fs::path library = requireRuntime();
  folder_ = makeRecordFolder(wishes_.record.empty() ? settings_.out : wishes_.record);
  before_ = filesIn(folder_.path);
  isDisabled_ = isSet("GORDIAN_DISABLE");
  blind_ = blindReason(executable);
  if (!blind_.empty()) say(fmt::format("nothing can be observed in '{}': {}", name, blind_));
  if (!isDisabled_) live_ = LiveWatch::start(settings_, folder_.path, wishes_.text);
  if (wishes_.plan) plan_ = wishes_.plan(folder_.path);
  const Preload preload{
      library,         folder_.path, executable.needed, live_ ? live_->boardName() : std::string(),
      wishes_.isStats, plan_,        wishes_.explore};
  child_ = runChild(
      wishes_.command,
      [&] {
        if (!isDisabled_) applyPreload(preload);
      },
      live_ ? Look([&](pid_t root) { return live_->look(root); }) : Look());
  if (child_.error == 0) return 0;
  removeIfEmpty();
  return cannotRun(name, child_.error);
}

HangOutcome ObservedRun::hangs() const {
  return live_ ? live_->outcome() : HangOutcome();
}

std::set<std::string> ObservedRun::said() const {
  return live_ ? live_->said() : std::set<std::string>();
}

std::vector<fs::path> ObservedRun::files() const {
  std::vector<fs::path> files;
  for (const fs::path& file : filesIn(folder_.path))
    if (before_.count(file) == 0) files.push_back(file);
  return files;
}

Collected ObservedRun::collected() const {
  return collect(files());
}

std::string ObservedRun::whyNothing(bool hasRecording) const {
  if (hasRecording) return {};
  const std::string why = isDisabled_ ? "GORDIAN_DISABLE is set"
                          : !blind_.empty()
                              ? blind_
                              : "the runtime did not load into it, or could not write";
  return fmt::format(
      "nothing observed in '{}' itself: {}. What follows says nothing about its locks",
      wishes_.command.front(), why);
}

void ObservedRun::removeIfEmpty() const {
  std::error_code error;
  if (wishes_.record.empty()) fs::remove(folder_.path, error);
}

void ObservedRun::discard() const {
  if (!wishes_.record.empty() || !settings_.out.empty()) return;
  std::error_code error;
  for (const fs::path& file : files()) fs::remove(file, error);
  if (!plan_.empty()) fs::remove(plan_, error);
  removeIfEmpty();
}

}  // namespace gordian::cli
