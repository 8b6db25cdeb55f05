#include "file_waits.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "../live/proc_files.hpp"
#include "remote_memory.hpp"
#include "scene.hpp"

namespace gordian::cli::outside {
namespace {

bool isSameLock(const FileLock& a, const FileLock& b) {
  return a.type == b.type && a.isOfFile(b) && a.pid == b.pid && a.begin == b.begin &&
         a.end == b.end && a.isWrite == b.isWrite;
}

// flock() knows only its own; the two kinds of fcntl() know each other. The process itself is not
// kept from what it holds.
bool isConflict(const FileLock& held, const FileLock& wanted) {
  const bool isOwn =
      held.type == LockType::Posix && wanted.type == LockType::Posix && held.pid == wanted.pid;
  return !isOwn && (held.type == LockType::Flock) == (wanted.type == LockType::Flock) &&
         held.type != LockType::Other && held.isOfFile(wanted) &&
         (held.isWrite || wanted.isWrite) && held.begin <= wanted.end && wanted.begin <= held.end;
}

// What a call of fcntl() asks for; none where it depends on the place in the file.
std::optional<FileLock> askedFor(std::uint32_t pid, std::uint64_t address) {
  const auto asked = valueAt<struct flock>(pid, address);
  if (!asked || asked->l_whence != SEEK_SET || asked->l_start < 0) return std::nullopt;
  FileLock lock;
  lock.type = LockType::OpenFile;
  lock.isWrite = asked->l_type == F_WRLCK;
  const auto start = static_cast<std::uint64_t>(asked->l_start);
  const auto length = static_cast<std::uint64_t>(std::abs(asked->l_len));
  lock.begin = asked->l_len < 0 ? start - std::min(start, length) : start;
  if (asked->l_len != 0) lock.end = lock.begin + length - 1;
  return lock;
}

std::string joined(const std::vector<std::string>& ends) {
  std::string text;
  for (std::size_t i = 0; i < ends.size(); ++i)
    text += (i == 0 ? "" : i + 1 == ends.size() ? " and " : ", ") + ends[i];
  return text;
}

std::vector<FileLock> allLocks() {
  std::vector<FileLock> locks;
  forEachLine(contentOf("/proc/locks").value_or(""), [&](std::string_view line) {
    if (const auto lock = fileLockIn(line)) locks.push_back(*lock);
  });
  return locks;
}

}  // namespace

FileWaits::FileWaits(const std::vector<SceneProcess>& processes,
                     std::function<Party(std::size_t)> partyOf, Party outside)
    : processes_(processes), partyOf_(std::move(partyOf)), outside_(outside), locks_(allLocks()) {}

const Bystanders& FileWaits::bystanders() {
  if (!bystanders_) {
    std::set<std::uint32_t> known;
    std::uint64_t since = UINT64_MAX;
    for (const SceneProcess& process : processes_) {
      known.insert(process.view.pid);
      since = std::min(since, process.view.stat.started);
    }
    bystanders_ = bystandersOf(known, since);
    bystanders_->isHiding |= std::any_of(
        processes_.begin(), processes_.end(),
        [](const SceneProcess& process) { return !process.hasFiles && !process.view.isZombie(); });
  }
  return *bystanders_;
}

const FileView* FileWaits::fileOf(const SceneTask& task) const {
  const auto& files = processes_[task.process].files;
  const auto found = std::find_if(files.begin(), files.end(), [&](const FileView& file) {
    return file.number == task.sleep.file;
  });
  return found == files.end() ? nullptr : &*found;
}

Needs FileWaits::pipe(SceneTask& task) {
  const FileView* const file = fileOf(task);
  if (file == nullptr || !file->pipe) return {};
  const bool isReader = task.sleep.what == Sleep::Read;
  if (!(isReader ? file->isRead : file->isWritten)) return {};
  AnyOf others;
  std::vector<std::string> ends;
  for (std::size_t i = 0; i < processes_.size(); ++i) {
    const SceneProcess& process = processes_[i];
    bool isHolder = false;
    for (const FileView& end : process.files) {
      if (end.pipe != file->pipe || !(isReader ? end.isWritten : end.isRead)) continue;
      isHolder = true;
      ends.push_back(fmt::format("fd {} of process {}", end.number, process.view.pid));
    }
    if (isHolder) others.push_back(partyOf_(i));
  }
  task.waitsFor = fmt::format("{} pipe {}", isReader ? "data from" : "room in", *file->pipe);
  if (others.empty()) return {};  // nobody has the other end: the end of file, or an error, follows
  task.because = fmt::format("fd {}{}; only {} could {} it", file->number, isReader ? "" : ", full",
                             joined(ends), isReader ? "fill" : "empty");
  const auto& elsewhere = isReader ? bystanders().written : bystanders().read;
  if (bystanders().isHiding || elsewhere.count(*file->pipe) > 0) others.push_back(outside_);
  return {true, {others}};
}

// As the system lists it; none where it cannot be told from another one.
std::optional<FileLock> FileWaits::waitingLock(const SceneTask& task) const {
  const SceneProcess& process = processes_[task.process];
  struct stat status {};
  const std::string link =
      fmt::format("/proc/{}/task/{}/fd/{}", process.view.pid, task.view.tid, task.sleep.file);
  if (::stat(link.c_str(), &status) != 0) return std::nullopt;
  const LockType type = task.sleep.what == Sleep::FileLock ? LockType::Flock
                        : task.sleep.isOfOpenFile          ? LockType::OpenFile
                                                           : LockType::Posix;
  // Who waits for the lock of an open file has no number there: what it asked for tells.
  std::optional<FileLock> asked;
  if (task.sleep.isOfOpenFile) {
    asked = askedFor(task.view.tid, task.sleep.address);
    if (!asked) return std::nullopt;
  }
  const auto isAsked = [&](const FileLock& lock) {
    return asked ? lock.begin == asked->begin && lock.end == asked->end &&
                       lock.isWrite == asked->isWrite
                 : lock.pid == static_cast<std::int64_t>(process.view.pid);
  };
  std::optional<FileLock> found;
  for (const FileLock& lock : locks_) {
    if (!lock.isWaiting || lock.type != type || lock.inode != status.st_ino || !isAsked(lock))
      continue;
    if (found && !isSameLock(*found, lock)) return std::nullopt;
    found = lock;
  }
  return found;
}

// Who could give it up: of a lock that belongs to an open file, everybody who has that file.
AnyOf FileWaits::holdersOf(const FileLock& held, std::string& words) {
  AnyOf holders;
  for (std::size_t i = 0; i < processes_.size(); ++i) {
    const SceneProcess& process = processes_[i];
    bool isHolder =
        held.type == LockType::Posix && held.pid == static_cast<std::int64_t>(process.view.pid);
    std::string as;
    for (const FileView& file : process.files)
      for (const FileLock& lock : file.locks)
        if (isSameLock(lock, held)) {
          isHolder = true;
          as = fmt::format(" (fd {})", file.number);
        }
    if (!isHolder) continue;
    holders.push_back(partyOf_(i));
    words += fmt::format("{}process {}{}", words.empty() ? "" : " and ", process.view.pid, as);
  }
  const auto& elsewhere = bystanders().locks;
  const bool isElsewhere = std::any_of(elsewhere.begin(), elsewhere.end(),
                                       [&](const auto& lock) { return isSameLock(lock, held); });
  if (holders.empty() || isElsewhere || bystanders().isHiding) holders.push_back(outside_);
  return holders;
}

Needs FileWaits::lock(SceneTask& task) {
  const FileView* const file = fileOf(task);
  if (file == nullptr) return {};
  const std::string path = file->target;
  task.waitsFor = "lock of " + path.substr(path.rfind('/') + 1);
  const auto wanted = waitingLock(task);
  if (!wanted) return {};
  Needs needs;
  std::string words;
  // Nor is an open file kept from what it holds; another one may hold just the same.
  std::vector<FileLock> own;
  if (task.sleep.isOfOpenFile) own = file->locks;
  for (const FileLock& held : locks_) {
    if (held.isWaiting || !isConflict(held, *wanted)) continue;
    const auto same = std::find_if(own.begin(), own.end(),
                                   [&](const FileLock& lock) { return isSameLock(lock, held); });
    if (same != own.end())
      own.erase(same);
    else
      needs.needs.push_back(holdersOf(held, words));
  }
  if (needs.needs.empty()) return {};
  needs.isKnown = true;
  task.because =
      fmt::format("fd {}, {}; held by {}", file->number, path, words.empty() ? "others" : words);
  return needs;
}

}  // namespace gordian::cli::outside
