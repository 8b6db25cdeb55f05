#include "proc_files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <initializer_list>

namespace gordian::cli {
namespace {

template <typename T>
bool takeNumber(std::string_view& text, T& value, int base) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool take(std::string_view& text, char character) {
  if (text.empty() || text.front() != character) return false;
  text.remove_prefix(1);
  return true;
}

std::string_view takeWord(std::string_view& text) {
  const auto end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  while (take(text, ' ')) {
  }
  return word;
}

}  // namespace

char stateIn(std::string_view stat) {
  // "pid (name) S …": the name is the thread's choice and may contain anything.
  const auto end = stat.rfind(") ");
  return end == std::string_view::npos || end + 2 >= stat.size() ? '\0' : stat[end + 2];
}

bool isOtherCall(std::string_view syscall, bool isForChild) {
  constexpr long kFutexWaitv = 449;  // younger than Debian 12's headers
  long number = -1;                  // also what is told of a thread that is in none
  if (!takeNumber(syscall, number, 10) || number < 0) return false;
  if (number == SYS_restart_syscall) return false;
  if (isForChild) return number != SYS_wait4 && number != SYS_waitid;
  return number != SYS_futex && number != kFutexWaitv;
}

std::optional<std::uint64_t> maskIn(std::string_view status, std::string_view key) {
  const std::string wanted = "\n" + std::string(key) + ":\t";
  const auto at = status.find(wanted);
  if (at == std::string_view::npos) return std::nullopt;
  status.remove_prefix(at + wanted.size());
  std::uint64_t mask = 0;
  if (!takeNumber(status, mask, 16)) return std::nullopt;
  return mask;
}

std::uint64_t possiblePosters(std::uint64_t caught, bool isPython) {
  constexpr int kFirstOfLibrary = 32;  // cancellation, setuid() in all threads
  constexpr int kSecondOfLibrary = 33;
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP, SIGPIPE,
                           kFirstOfLibrary, kSecondOfLibrary})
    caught &= ~(std::uint64_t{1} << (signal - 1));
  if (isPython) caught &= ~(std::uint64_t{1} << (SIGINT - 1));
  return caught;
}

std::optional<MappedFile> mappedFileIn(std::string_view line) {
  takeWord(line);  // the addresses
  const std::string_view rights = takeWord(line);
  takeWord(line);  // offset
  MappedFile file;
  if (rights.size() != 4 || !takeNumber(line, file.major, 16) || !take(line, ':') ||
      !takeNumber(line, file.minor, 16) || !take(line, ' ') || !takeNumber(line, file.inode, 10))
    return std::nullopt;
  if (file.inode == 0) return std::nullopt;
  while (take(line, ' ')) {
  }
  file.isShared = rights[3] == 's';
  file.path = line;
  return file;
}

std::optional<std::string> contentOf(const std::filesystem::path& file) {
  constexpr std::size_t kMost = std::size_t{16} << 20;
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  std::string content;
  std::array<char, 1 << 14> part{};
  ssize_t size = 0;
  while ((size = read(fd, part.data(), part.size())) != 0) {
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 || content.size() > kMost) break;
    content.append(part.data(), static_cast<std::size_t>(size));
  }
  close(fd);
  if (size != 0) return std::nullopt;
  return content;
}

std::optional<std::vector<std::uint32_t>> numbersIn(const std::filesystem::path& folder) {
  DIR* const entries = opendir(folder.c_str());
  if (entries == nullptr) return std::nullopt;
  std::vector<std::uint32_t> numbers;
  errno = 0;
  while (const dirent* const entry = readdir(entries)) {
    std::string_view name = entry->d_name;
    std::uint32_t number = 0;
    if (takeNumber(name, number, 10) && name.empty()) numbers.push_back(number);
  }
  const bool isWhole = errno == 0;
  closedir(entries);
  if (!isWhole) return std::nullopt;
  return numbers;
}

}  // namespace gordian::cli
