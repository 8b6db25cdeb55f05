#include "source_texts.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>

#include "../report/errors.hpp"
#include "../report/read_file.hpp"
#include "../report/text.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxSource = std::size_t{16} << 20;
constexpr mode_t kNewFile = 0644;
constexpr useconds_t kClockPoll = 500;  // microseconds
constexpr int kClockPolls = 100;

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::int64_t now(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return nanoseconds(time);
}

UsageError cannot(const std::string& what, const std::string& file) {
  return UsageError(
      fmt::format("annotate: cannot {} '{}': {}", what, displayPath(file), std::strerror(errno)));
}

// Beside `target`; the name.
std::string writeBeside(const std::string& target, const std::string& content) {
  struct stat before {};
  const bool isNew = stat(target.c_str(), &before) != 0;
  std::string name = target + ".XXXXXX";
  const int fd = mkostemp(name.data(), O_CLOEXEC);
  if (fd < 0) throw cannot("write beside", target);
  bool isGood = true;
  for (std::size_t done = 0; isGood && done < content.size();) {
    const ssize_t size = write(fd, content.data() + done, content.size() - done);
    if (size < 0 && errno == EINTR) continue;
    isGood = size > 0;
    if (isGood) done += static_cast<std::size_t>(size);
  }
  const mode_t mask = umask(0);
  umask(mask);
  // Somebody else's file stays theirs, where that may be.
  if (!isNew && (before.st_uid != geteuid() || before.st_gid != getegid()) &&
      fchown(fd, before.st_uid, before.st_gid) != 0)
    isGood = false;
  isGood = isGood && fchmod(fd, isNew ? kNewFile & ~mask : before.st_mode & 07777) == 0 &&
           fsync(fd) == 0;
  const int problem = errno;
  isGood = close(fd) == 0 && isGood;
  if (isGood) return name;
  unlink(name.c_str());
  errno = problem;
  throw cannot("write beside", target);
}

}  // namespace

// A file system's clock stands still for some milliseconds: a file may bear a time before that of
// its writing, never one after it. Once that clock has passed started_, what is written bears a
// later time. A clock that is set back meanwhile is not waited for.
SourceTexts::SourceTexts() : started_(now(CLOCK_REALTIME)) {
  for (int i = 0; i < kClockPolls && now(CLOCK_REALTIME_COARSE) <= started_; ++i)
    usleep(kClockPoll);
}

const std::string* SourceTexts::find(const std::string& file) {
  const auto [place, isNew] = known_.try_emplace(file);
  if (isNew) try {
      place->second.text = readFile(file, kMaxSource);
      place->second.isRead = true;
    } catch (const UsageError&) {
    }
  return place->second.isRead ? &place->second.text : nullptr;
}

bool SourceTexts::exists(const std::string& file) const {
  std::error_code error;
  return fs::exists(fs::symlink_status(file, error));
}

void SourceTexts::requireUnchanged(const std::string& file) {
  struct stat status {};
  const auto refuse = [&] {
    return UsageError(fmt::format(
        "annotate: '{}' has changed since it was read; nothing is written", displayPath(file)));
  };
  if (stat(file.c_str(), &status) != 0) throw refuse();
  if (std::max(nanoseconds(status.st_mtim), nanoseconds(status.st_ctim)) > started_) throw refuse();
  if (readFile(file, kMaxSource) != known_[file].text) throw refuse();
}

std::string SourceTexts::targetOf(const std::string& file, const Project& project) const {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(file, error);
  const fs::path root = fs::weakly_canonical(project.root(), error);
  const std::string inside = root.native() == "/" ? "/" : root.native() + "/";
  if (!real.native().starts_with(inside))
    throw UsageError(fmt::format("annotate: '{}' leads out of the project; nothing is written",
                                 displayPath(file)));
  return real;
}

void SourceTexts::replace(const std::vector<std::pair<std::string, std::string>>& contents,
                          const Project& project) {
  std::vector<std::pair<std::string, std::string>> written;  // beside, target
  const auto dropRest = [&](std::size_t first) {
    for (std::size_t i = first; i < written.size(); ++i) unlink(written[i].first.c_str());
  };
  try {
    for (const auto& [file, content] : contents) {
      const std::string target = targetOf(file, project);
      written.emplace_back(writeBeside(target, content), target);
    }
    for (const auto& [file, content] : contents)
      if (known_.count(file) > 0)
        requireUnchanged(file);
      else if (exists(file))
        throw UsageError(fmt::format("annotate: '{}' is there already", displayPath(file)));
  } catch (const UsageError&) {
    dropRest(0);
    throw;
  }
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (rename(written[i].first.c_str(), written[i].second.c_str()) == 0) continue;
    const UsageError problem = cannot("replace", written[i].second);
    dropRest(i);
    throw UsageError(
        fmt::format("{}; {} of {} files are written", problem.what(), i, written.size()));
  }
}

}  // namespace gordian::cli
