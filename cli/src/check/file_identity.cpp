#include "file_identity.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <ctime>

namespace gordian::cli {
namespace {

constexpr Nanoseconds kSecond = 1'000'000'000;

Nanoseconds of(const timespec& time) {
  return time.tv_sec * kSecond + time.tv_nsec;
}

template <class T>
bool takeNumber(std::string_view& line, T& value) {
  const auto end = std::min(line.find(' '), line.size());
  const auto [last, error] = std::from_chars(line.data(), line.data() + end, value);
  const bool isNumber = error == std::errc() && last == line.data() + end && end < line.size();
  line.remove_prefix(std::min(end + 1, line.size()));
  return isNumber;
}

}  // namespace

std::string FileIdentity::text() const {
  return fmt::format("{} {} {} {}", size, inode, modified, changed);
}

bool FileIdentity::isSettled() const {
  return std::max(modified, changed) < (std::time(nullptr) - 2) * kSecond;
}

std::optional<FileIdentity> identityOf(const std::filesystem::path& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return FileIdentity{static_cast<std::uint64_t>(status.st_size), status.st_ino, of(status.st_mtim),
                      of(status.st_ctim)};
}

bool takeIdentity(std::string_view& line, FileIdentity& identity) {
  return takeNumber(line, identity.size) && takeNumber(line, identity.inode) &&
         takeNumber(line, identity.modified) && takeNumber(line, identity.changed);
}

std::optional<Nanoseconds> timeOf(const std::filesystem::path& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) return std::nullopt;
  return of(status.st_mtim);
}

}  // namespace gordian::cli
