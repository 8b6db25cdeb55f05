#include "command_line.hpp"

#include <algorithm>

namespace gordian::cli {
namespace {

// Whether the option's value is the next word.
bool takesNextWord(const CLI::App& command, const std::string& word) {
  if (word.find('=') != std::string::npos) return false;
  const CLI::Option* const option = command.get_option_no_throw(word);
  return option != nullptr && option->get_items_expected_min() > 0;
}

// At least four digits of a fingerprint; a program of such a name needs -- in front of it.
bool isId(const std::string& word) {
  constexpr std::size_t kShortest = 4;
  constexpr std::size_t kLongest = 10;
  return word.size() >= kShortest && word.size() <= kLongest &&
         word.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

std::vector<std::string> ownWords(const CLI::App& app, std::vector<std::string> words,
                                  std::vector<std::string>& program) {
  if (!words.empty() && (words.front() == "check" || words.front() == "annotate")) {
    const auto dashes = std::find(words.begin(), words.end(), "--");
    program.assign(dashes, words.end());
    words.erase(dashes, words.end());
    return words;
  }
  if (words.empty() || (words.front() != "run" && words.front() != "provoke")) return words;
  const CLI::App& run = *app.get_subcommand(words.front());
  std::size_t at = 1;
  bool isIdDue = words.front() == "provoke";
  while (at < words.size() && words[at] != "--") {
    const bool isOption = words[at].size() > 1 && words[at].front() == '-';
    if (!isOption && !(isIdDue && isId(words[at]))) break;
    isIdDue &= isOption;
    at += isOption && takesNextWord(run, words[at]) ? 2 : 1;
  }
  at = std::min(at, words.size());
  std::size_t first = at;
  if (first < words.size() && words[first] == "--") ++first;
  program.assign(words.begin() + static_cast<std::ptrdiff_t>(first), words.end());
  words.resize(at);
  return words;
}

}  // namespace gordian::cli
