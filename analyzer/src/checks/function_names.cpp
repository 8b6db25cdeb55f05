#include "function_names.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

namespace gordian::analyzer {
namespace {

// "ns::Cache<int>::evictLocked" -> "evict", "locked"
std::vector<std::string> wordsOf(std::string_view qualified) {
  std::size_t end = qualified.size();
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = qualified.size(); i-- > 0;) {
    if (qualified[i] == '>') ++depth;
    if (qualified[i] == '<') {
      if (--depth == 0) end = i;
    }
    if (depth == 0 && qualified[i] == ':') {
      begin = i + 1;
      break;
    }
  }
  std::vector<std::string> words(1);
  const std::string_view name = qualified.substr(begin, end - begin);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    const bool isBegin =
        std::isupper(c) != 0 && i > 0 && std::islower(static_cast<unsigned char>(name[i - 1])) != 0;
    if ((std::isalnum(c) == 0 || isBegin) && !words.back().empty()) words.emplace_back();
    if (std::isalnum(c) != 0) words.back() += static_cast<char>(std::tolower(c));
  }
  return words;
}

template <std::size_t N>
bool hasWord(std::string_view qualified, const std::array<std::string_view, N>& wanted) {
  const std::vector<std::string> words = wordsOf(qualified);
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(wanted.begin(), wanted.end(), word) != wanted.end();
  });
}

}  // namespace

bool namesSetUp(std::string_view qualified) {
  static constexpr std::array<std::string_view, 25> kWords{
      "init",   "initialize", "initialise", "setup",   "create", "new",    "alloc",
      "make",   "build",      "construct",  "destroy", "free",   "delete", "dispose",
      "fini",   "finalize",   "teardown",   "cleanup", "swap",   "move",   "deinit",
      "uninit", "configure",  "prepare",    "shutdown"};
  return qualified.find("operator=") != std::string_view::npos || hasWord(qualified, kWords);
}

bool namesHeldLock(std::string_view qualified) {
  static constexpr std::array<std::string_view, 12> kWords{
      "locked", "unlocked", "nolock", "lockless", "lockheld", "holding",
      "held",   "unsafe",   "nl",     "lockfree", "withlock", "internal"};
  return hasWord(qualified, kWords) || qualified.ends_with("NoLock") ||
         qualified.ends_with("WithLock") || qualified.ends_with("_no_lock") ||
         qualified.ends_with("_with_lock");
}

bool namesLocking(std::string_view qualified) {
  static constexpr std::array<std::string_view, 14> kWords{
      "lock", "unlock",  "acquire", "release", "enter",   "leave", "begin",
      "end",  "trylock", "obtain",  "lockall", "getlock", "pin",   "unpin"};
  return hasWord(qualified, kWords);
}

}  // namespace gordian::analyzer
