#include "proc_lines.hpp"

#include <charconv>
#include <vector>

namespace gordian::cli::outside {
namespace {

template <typename T>
std::optional<T> numberIn(std::string_view word, int base = 10) {
  if (base == 16 && word.starts_with("0x")) word.remove_prefix(2);
  T value{};
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value, base);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return value;
}

std::vector<std::string_view> wordsIn(std::string_view text) {
  std::vector<std::string_view> words;
  constexpr std::string_view kBlank = " \t\n";
  for (auto at = text.find_first_not_of(kBlank); at != std::string_view::npos;) {
    const auto end = std::min(text.find_first_of(kBlank, at), text.size());
    words.push_back(text.substr(at, end - at));
    at = text.find_first_not_of(kBlank, end);
  }
  return words;
}

std::string_view without(std::string_view word, std::string_view prefix) {
  if (word.starts_with(prefix)) word.remove_prefix(prefix.size());
  return word;
}

LockType typeOf(std::string_view word) {
  if (word == "FLOCK") return LockType::Flock;
  if (word == "POSIX") return LockType::Posix;
  return word == "OFDLCK" ? LockType::OpenFile : LockType::Other;
}

// "fe:00:1234": device in hexadecimal, inode.
bool takeFile(std::string_view word, FileLock& lock) {
  const auto first = word.find(':');
  if (first == std::string_view::npos) return false;
  const auto second = word.find(':', first + 1);
  if (second == std::string_view::npos) return false;
  const auto major = numberIn<std::uint32_t>(word.substr(0, first), 16);
  const auto minor = numberIn<std::uint32_t>(word.substr(first + 1, second - first - 1), 16);
  const auto inode = numberIn<std::uint64_t>(word.substr(second + 1));
  if (!major || !minor || !inode) return false;
  lock.major = *major;
  lock.minor = *minor;
  lock.inode = *inode;
  return true;
}

}  // namespace

std::optional<SystemCall> systemCallIn(std::string_view text) {
  const auto words = wordsIn(text);
  constexpr std::size_t kWords = 9;  // number, six arguments, sp, pc
  if (words.size() != kWords) return std::nullopt;
  const auto number = numberIn<std::int64_t>(words[0]);
  if (!number || *number < 0) return std::nullopt;
  SystemCall call;
  call.number = *number;
  std::array<std::uint64_t, kWords - 1> values{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto value = numberIn<std::uint64_t>(words[i + 1], 16);
    if (!value) return std::nullopt;
    values[i] = *value;
  }
  for (std::size_t i = 0; i < call.arguments.size(); ++i) call.arguments[i] = values[i];
  call.sp = values[6];
  call.pc = values[7];
  return call;
}

std::optional<Stat> statIn(std::string_view text) {
  // "pid (name) S …": the name is the task's choice and may contain anything.
  const auto open = text.find('(');
  const auto close = text.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open)
    return std::nullopt;
  const auto words = wordsIn(text.substr(close + 1));
  constexpr std::size_t kFlags = 6;
  constexpr std::size_t kStarted = 19;
  if (words.size() <= kStarted || words[0].size() != 1) return std::nullopt;
  const auto parent = numberIn<std::uint32_t>(words[1]);
  const auto group = numberIn<std::int64_t>(words[2]);
  const auto flags = numberIn<std::uint64_t>(words[kFlags]);
  const auto started = numberIn<std::uint64_t>(words[kStarted]);
  if (!parent || !group || !flags || !started) return std::nullopt;
  constexpr std::uint64_t kOfKernel = 0x00200000;  // PF_KTHREAD
  Stat stat;
  stat.name = text.substr(open + 1, close - open - 1);
  stat.state = words[0][0];
  stat.parent = *parent;
  stat.group = static_cast<std::uint32_t>(*group);
  stat.isKernel = (*flags & kOfKernel) != 0;
  stat.started = *started;
  return stat;
}

std::optional<std::uint64_t> numberBehind(std::string_view status, std::string_view key) {
  std::optional<std::uint64_t> found;
  forEachLine(status, [&](std::string_view line) {
    if (found || !line.starts_with(key) || !line.substr(key.size()).starts_with(':')) return;
    const auto words = wordsIn(line.substr(key.size() + 1));
    if (!words.empty()) found = numberIn<std::uint64_t>(words[0]);
  });
  return found;
}

std::optional<std::uint64_t> pipeIn(std::string_view target) {
  if (!target.starts_with("pipe:[") || !target.ends_with(']')) return std::nullopt;
  target = without(target, "pipe:[");
  target.remove_suffix(1);
  return numberIn<std::uint64_t>(target);
}

std::optional<FileLock> fileLockIn(std::string_view line) {
  // "1: FLOCK  ADVISORY  WRITE 812 fe:00:1234 0 EOF"; one that waits has "->" behind its number.
  auto words = wordsIn(without(line, "lock:"));
  if (words.empty() || !words[0].ends_with(':')) return std::nullopt;
  FileLock lock;
  const auto id = numberIn<std::uint64_t>(words[0].substr(0, words[0].size() - 1));
  words.erase(words.begin());
  if (!words.empty() && words[0] == "->") {
    lock.isWaiting = true;
    words.erase(words.begin());
  }
  constexpr std::size_t kWords = 7;
  if (!id || words.size() != kWords) return std::nullopt;
  lock.id = *id;
  lock.type = typeOf(words[0]);
  lock.isWrite = words[2] != "READ";
  const auto pid = numberIn<std::int64_t>(words[3]);
  const auto begin = numberIn<std::uint64_t>(words[5]);
  if (!pid || !begin || !takeFile(words[4], lock)) return std::nullopt;
  lock.pid = *pid;
  lock.begin = *begin;
  if (words[6] != "EOF") {
    const auto end = numberIn<std::uint64_t>(words[6]);
    if (!end) return std::nullopt;
    lock.end = *end;
  }
  return lock;
}

}  // namespace gordian::cli::outside
