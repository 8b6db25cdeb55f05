#include "record_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "../report/errors.hpp"
#include "console.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kMaxRuns = 1'000'000;

// A folder of our own, not one that a link leads to. 0, or why not.
int makePrivate(const fs::path& folder) {
  if (mkdir(folder.c_str(), 0700) == 0) return 0;
  if (errno != EEXIST) return errno;
  struct stat status {};
  if (lstat(folder.c_str(), &status) != 0) return errno;
  if (S_ISLNK(status.st_mode)) return ELOOP;
  if (!S_ISDIR(status.st_mode)) return ENOTDIR;
  return status.st_uid == geteuid() || geteuid() == 0 ? 0 : EPERM;
}

void writeGitIgnore(const fs::path& folder) {
  const fs::path file = folder / ".gitignore";
  const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return;  // there already
  put(fd, "*\n");
  struct stat info {};
  if (fstat(fd, &info) == 0 && info.st_size == 0) unlink(file.c_str());  // next time, perhaps
  close(fd);
}

std::optional<unsigned> runNumber(const fs::path& folder) {
  const std::string name = folder.filename().native();
  unsigned number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

unsigned highestRun(const fs::path& runs) {
  unsigned highest = 0;
  std::error_code error;
  for (fs::directory_iterator entry(runs, error), end; !error && entry != end;
       entry.increment(error))
    if (const auto number = runNumber(entry->path())) highest = std::max(highest, *number);
  return highest;
}

// .gordian/<name> here; 0, or why not.
int makeOurs(const char* name, fs::path& folder) {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  if (error) return error.value();
  if (const int problem = makePrivate(here / ".gordian")) return problem;
  writeGitIgnore(here / ".gordian");
  folder = here / ".gordian" / name;
  return makePrivate(folder);
}

int makeDefault(RecordFolder& folder) {
  fs::path runs;
  if (const int problem = makeOurs("runs", runs)) return problem;
  for (unsigned number = highestRun(runs) + 1; number < kMaxRuns; ++number) {
    const fs::path path = runs / std::to_string(number);
    if (mkdir(path.c_str(), 0700) == 0) {
      folder = {path, fmt::format(".gordian/runs/{}", number), true};
      return 0;
    }
    if (errno != EEXIST) return errno;  // else another run was faster
  }
  return ENOSPC;
}

RecordFolder makeTemporary(int problem) {
  const char* const variable = std::getenv("TMPDIR");
  const fs::path base = variable != nullptr && *variable == '/' ? variable : "/tmp";
  std::string name = (base / "gordian-XXXXXX").native();
  if (mkdtemp(name.data()) == nullptr)
    throw UsageError(fmt::format("cannot create a folder for recordings: .gordian/runs: {}; {}: {}",
                                 std::strerror(problem), base.native(), std::strerror(errno)));
  say(fmt::format("cannot record to .gordian/runs here ({}): recording to {}",
                  std::strerror(problem), name));
  return {name, name, false};
}

}  // namespace

RecordFolder makeRecordFolder(const std::string& wanted) {
  if (wanted.empty()) {
    RecordFolder folder;
    const int problem = makeDefault(folder);
    return problem == 0 ? folder : makeTemporary(problem);
  }
  std::error_code error;
  const fs::path parent = fs::path(wanted).parent_path();
  if (!parent.empty()) fs::create_directories(parent, error);
  int problem = mkdir(wanted.c_str(), 0700) == 0 || errno == EEXIST ? 0 : errno;
  if (problem == 0 && !fs::is_directory(wanted, error)) problem = ENOTDIR;
  if (problem == 0 && access(wanted.c_str(), W_OK | X_OK) != 0) problem = errno;
  if (problem != 0)
    throw UsageError(fmt::format("cannot record to '{}': {}", wanted, std::strerror(problem)));
  return {fs::absolute(wanted, error), wanted, false};
}

fs::path makeWorkFolder(const char* name) {
  fs::path folder;
  if (const int problem = makeOurs(name, folder))
    throw UsageError(
        fmt::format("cannot work in .gordian/{} here: {}", name, std::strerror(problem)));
  return folder;
}

std::optional<fs::path> newestRun() {
  std::error_code error;
  for (fs::path folder = fs::current_path(error); !error; folder = folder.parent_path()) {
    const fs::path runs = folder / ".gordian" / "runs";
    if (const unsigned number = highestRun(runs)) return runs / std::to_string(number);
    if (folder == folder.parent_path()) break;
  }
  return std::nullopt;
}

}  // namespace gordian::cli
