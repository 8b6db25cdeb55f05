#include "file_hashes.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <ctime>

#include "../report/errors.hpp"
#include "../report/read_file.hpp"
#include "../report/write_file.hpp"

namespace gordian::cli {
namespace {

constexpr std::string_view kFirstLine = "gordian-hashes 1\n";
constexpr std::size_t kMaxNotes = std::size_t{256} << 20;
constexpr std::size_t kMaxInput = std::size_t{1} << 30;
constexpr Nanoseconds kSecond = 1'000'000'000;

Nanoseconds of(const timespec& time) {
  return time.tv_sec * kSecond + time.tv_nsec;
}

// Takes a word off the begin of the line, as a number.
template <class T>
bool takeNumber(std::string_view& line, T& value) {
  const auto end = std::min(line.find(' '), line.size());
  const auto [last, error] = std::from_chars(line.data(), line.data() + end, value);
  const bool isNumber = error == std::errc() && last == line.data() + end && end < line.size();
  line.remove_prefix(std::min(end + 1, line.size()));
  return isNumber;
}

}  // namespace

FileHashes::FileHashes(std::filesystem::path notes) : notes_(std::move(notes)) {
  load();
}

void FileHashes::load() {
  std::string text;
  try {
    text = readFile(notes_, kMaxNotes);
  } catch (const UsageError&) {
    return;
  }
  if (!std::string_view(text).starts_with(kFirstLine)) return;
  std::string_view rest = std::string_view(text).substr(kFirstLine.size());
  for (auto end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    Known known;
    const bool isNote = takeNumber(line, known.size) && takeNumber(line, known.inode) &&
                        takeNumber(line, known.modified) && takeNumber(line, known.changed);
    const auto hash = std::min(line.find(' '), line.size());
    if (isNote && hash < line.size() && parseHash(line.substr(0, hash), known.hash))
      known_.emplace(line.substr(hash + 1), known);
  }
}

void FileHashes::look(const std::string& file, Known& known) const {
  known.round = round_;
  struct stat status {};
  if (stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
    known.isMissing = true;
    return;
  }
  const Known before = known;
  known.isMissing = false;
  known.size = static_cast<std::uint64_t>(status.st_size);
  known.inode = status.st_ino;
  known.modified = cli::of(status.st_mtim);
  known.changed = cli::of(status.st_ctim);
  if (known.size == before.size && known.inode == before.inode &&
      known.modified == before.modified && known.changed == before.changed)
    return;
  try {
    known.hash = Hasher().add(readFile(file, kMaxInput)).value();
  } catch (const UsageError&) {
    known.isMissing = true;
  }
}

std::optional<ContentHash> FileHashes::of(std::string_view file, Nanoseconds* changed) {
  auto found = known_.find(file);
  if (found == known_.end()) found = known_.emplace(std::string(file), Known{}).first;
  if (found->second.round != round_) look(found->first, found->second);
  if (found->second.isMissing) return std::nullopt;
  if (changed != nullptr) *changed = found->second.modified;
  return found->second.hash;
}

void FileHashes::save() const {
  const Nanoseconds settled = (std::time(nullptr) - 2) * kSecond;
  std::string text(kFirstLine);
  for (const auto& [file, known] : known_) {
    if (known.isMissing || file.find('\n') != std::string::npos) continue;
    if (std::max(known.modified, known.changed) >= settled) continue;
    text += fmt::format("{} {} {} {} {} {}\n", known.size, known.inode, known.modified,
                        known.changed, known.hash.text(), file);
    if (text.size() > kMaxNotes / 2) break;
  }
  writeFile(notes_, text);
}

std::optional<Nanoseconds> timeOf(const std::filesystem::path& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) return std::nullopt;
  return of(status.st_mtim);
}

}  // namespace gordian::cli
