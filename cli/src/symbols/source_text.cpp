#include "symbols/source_text.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cctype>

namespace gordian::cli::symbols {
namespace {

constexpr off_t kLargestFile = 1 << 20;
constexpr std::size_t kMostFiles = 256, kLongestLine = 500, kLongestExpression = 40;

std::vector<std::string> readLines(const std::string& file) {
  std::vector<std::string> lines;
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) return lines;
  struct stat status {};
  std::string text;
  if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size <= kLargestFile) {
    text.resize(static_cast<std::size_t>(status.st_size));
    std::size_t got = 0;
    while (got < text.size()) {
      const ssize_t more = ::read(fd, text.data() + got, text.size() - got);
      if (more <= 0) break;
      got += static_cast<std::size_t>(more);
    }
    text.resize(got);
  }
  ::close(fd);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, std::min(end - at, kLongestLine));
    for (char& c : line) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x20 || byte == 0x7f) c = ' ';
    }
    lines.push_back(std::move(line));
    at = end + 1;
  }
  return lines;
}

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

bool isWord(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Words joined by ".", "->", "::" and simple indices; anything else is not a plain name.
std::string plainName(std::string_view text) {
  text = trim(text);
  while (text.starts_with('&') || text.starts_with('*')) text.remove_prefix(1);
  if (text.starts_with("this->")) text.remove_prefix(6);
  if (text.empty() || text.size() > kLongestExpression ||
      (!std::isalpha(static_cast<unsigned char>(text[0])) && text[0] != '_'))
    return {};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool arrow = text[i] == '-' && i + 1 < text.size() && text[i + 1] == '>';
    const bool arrowEnd = text[i] == '>' && i > 0 && text[i - 1] == '-';
    if (!isWord(text[i]) && !arrow && !arrowEnd &&
        std::string_view(".:[]").find(text[i]) == std::string_view::npos)
      return {};
  }
  return std::string(text);
}

// The first argument, from after the opening bracket.
std::string_view firstArgument(std::string_view text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (depth == 0 && (c == ',' || c == ')' || c == '}')) return text.substr(0, i);
    if (c == ')' || c == ']' || c == '}') --depth;
  }
  return {};
}

std::string fromGuard(std::string_view line) {
  constexpr std::array<std::string_view, 4> kGuards{"lock_guard", "unique_lock", "shared_lock",
                                                    "scoped_lock"};
  for (std::string_view guard : kGuards) {
    const auto at = line.find(guard);
    if (at == std::string_view::npos) continue;
    const auto open = line.find_first_of("({", at + guard.size());
    if (open == std::string_view::npos) return {};
    const auto argument = firstArgument(line.substr(open + 1));
    // Several locks at once: which one is meant cannot be read off.
    const auto after = open + 1 + argument.size();
    if (guard == "scoped_lock" && after < line.size() && line[after] == ',') return {};
    return plainName(argument);
  }
  return {};
}

std::string fromCall(std::string_view line) {
  constexpr std::array<std::string_view, 5> kPrefixes{"pthread_mutex_", "pthread_rwlock_",
                                                      "pthread_spin_", "mtx_", "sem_"};
  for (std::string_view prefix : kPrefixes) {
    const auto at = line.find(prefix);
    if (at == std::string_view::npos || (at > 0 && isWord(line[at - 1]))) continue;
    const auto open = line.find('(', at);
    if (open == std::string_view::npos) return {};
    const auto verb = line.substr(at + prefix.size(), open - at - prefix.size());
    if (verb.find("lock") == std::string_view::npos && !verb.ends_with("wait") && verb != "init")
      return {};
    return plainName(firstArgument(line.substr(open + 1)));
  }
  return {};
}

std::string fromMember(std::string_view line) {
  constexpr std::array<std::string_view, 4> kCalls{"lock()", "lock_shared()", "try_lock()",
                                                   "try_lock_shared()"};
  for (std::string_view call : kCalls) {
    const auto at = line.find(call);
    if (at == std::string_view::npos || at == 0) continue;
    std::size_t end = at;
    if (line[at - 1] == '.')
      end = at - 1;
    else if (at >= 2 && line.substr(at - 2, 2) == "->")
      end = at - 2;
    else
      continue;
    std::size_t begin = end;
    while (begin > 0 && (isWord(line[begin - 1]) || std::string_view(".:[]->").find(
                                                        line[begin - 1]) != std::string_view::npos))
      --begin;
    return plainName(line.substr(begin, end - begin));
  }
  return {};
}

}  // namespace

std::string SourceText::line(const std::string& file, std::uint32_t number) {
  if (file.empty() || file[0] != '/' || number == 0) return {};
  auto found = files_.find(file);
  if (found == files_.end()) {
    if (files_.size() >= kMostFiles) files_.clear();
    found = files_.emplace(file, readLines(file)).first;
  }
  return number <= found->second.size() ? found->second[number - 1] : std::string();
}

std::string lockExpression(std::string_view line) {
  line = line.substr(0, line.find("//"));
  std::string name = fromGuard(line);
  if (name.empty()) name = fromCall(line);
  if (name.empty()) name = fromMember(line);
  return name;
}

std::string pythonTarget(std::string_view line) {
  const auto equals = line.find('=');
  if (equals == std::string_view::npos || line.substr(equals).starts_with("==")) return {};
  // Of two statements on one line nobody can say which one it was.
  if (line.substr(0, line.find('#')).find(';') != std::string_view::npos) return {};
  std::string_view target = trim(line.substr(0, equals));
  target = trim(target.substr(0, target.find(':')));  // an annotation: "lock: Lock = Lock()"
  const std::string name = plainName(target);
  return name.find(':') == std::string::npos && name.find("->") == std::string::npos
             ? name
             : std::string();
}

std::string pythonLockExpression(std::string_view line) {
  line = trim(line.substr(0, line.find('#')));
  if (line.starts_with("with ") && line.ends_with(":")) {
    return plainName(line.substr(5, line.size() - 6));
  }
  const auto call = line.find(".acquire(");
  if (call == std::string_view::npos) return {};
  std::size_t begin = call;
  while (begin > 0 &&
         (isWord(line[begin - 1]) || std::string_view(".[]").find(line[begin - 1]) != line.npos))
    --begin;
  return plainName(line.substr(begin, call - begin));
}

}  // namespace gordian::cli::symbols
