#include "console.hpp"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "../report/printable.hpp"

namespace gordian::cli {

void put(int fd, std::string_view text) {
  // Where files may not grow (ulimit -f) the rest is lost, and nobody dies of it.
  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  while (!text.empty()) {
    const ssize_t size = write(fd, text.data(), text.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) break;  // nobody reads: not our business
    text.remove_prefix(static_cast<std::size_t>(size));
  }
  std::signal(SIGXFSZ, before);
}

void say(std::string_view text) {
  put(STDERR_FILENO, "gordian: " + printable(text) + "\n");
}

std::string shellWord(const std::string& word) {
  constexpr std::string_view kPlain =
      "_-+=./,:@%0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char character : word)
    quoted += character == '\'' ? std::string("'\\''") : std::string(1, character);
  return quoted + "'";
}

std::string shellWords(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + shellWord(word);
  return line;
}

bool wantsColour(int fd) {
  const char* const noColour = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  if (noColour != nullptr && *noColour != '\0') return false;
  if (terminal == nullptr || std::strcmp(terminal, "dumb") == 0) return false;
  return isatty(fd) == 1;
}

}  // namespace gordian::cli
