#include "command_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "../report/errors.hpp"
#include "../report/fingerprint.hpp"
#include "../report/read_file.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxResponse = std::size_t{16} << 20;
constexpr std::size_t kMaxWords = 1'000'000;
constexpr int kMaxDepth = 16;

bool isBlank(char character) {
  return character == ' ' || character == '\t' || character == '\n' || character == '\r' ||
         character == '\f' || character == '\v';
}

template <std::size_t N>
bool isOneOf(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

void expand(const std::vector<std::string>& words, const fs::path& directory, int depth,
            std::vector<std::string>& result) {
  for (const std::string& word : words) {
    if (result.size() > kMaxWords) throw UsageError("response files have too many words");
    if (word.size() < 2 || word.front() != '@') {
      result.push_back(word);
      continue;
    }
    const std::string file = (directory / word.substr(1)).lexically_normal();
    if (depth == kMaxDepth)
      throw UsageError(fmt::format("response files name each other: '{}'", file));
    expand(splitWords(readFile(file, kMaxResponse)), directory, depth + 1, result);
  }
}

}  // namespace

std::vector<std::string> splitWords(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool isWord = false;
  char quote = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char character = text[at];
    if (character == '\\' && quote != '\'' && at + 1 < text.size()) {
      const char next = text[++at];
      // Within double quotes a backslash protects only these.
      if (quote == '"' && std::string_view("\"\\$`\n").find(next) == std::string_view::npos)
        word += '\\';
      word += next;
      isWord = true;
    } else if (quote != 0) {
      if (character == quote)
        quote = 0;
      else
        word += character;
    } else if (character == '"' || character == '\'') {
      quote = character;
      isWord = true;
    } else if (isBlank(character)) {
      if (isWord) words.push_back(std::move(word));
      word.clear();
      isWord = false;
    } else {
      word += character;
      isWord = true;
    }
  }
  if (isWord) words.push_back(std::move(word));
  return words;
}

std::vector<std::string> withResponseFiles(const std::vector<std::string>& words,
                                           const std::string& directory) {
  std::vector<std::string> result;
  expand(words, directory, 0, result);
  return result;
}

std::vector<std::string> essentialWords(std::vector<std::string> words) {
  static constexpr std::array<std::string_view, 5> kLaunchers = {"ccache", "sccache", "distcc",
                                                                 "icecc", "buildcache"};
  static constexpr std::array<std::string_view, 6> kWithValue = {
      "-o", "-MF", "-MT", "-MQ", "-MJ", "--serialize-diagnostics"};
  static constexpr std::array<std::string_view, 10> kAlone = {
      "-c", "-S", "-MD", "-MMD", "-MP", "-MG", "-M", "-MM", "-pipe", "-save-temps"};
  static constexpr std::array<std::string_view, 6> kPrefixes = {
      "-o", "-MF", "-MT", "-MQ", "-save-temps=", "-fdiagnostics-color"};
  while (words.size() > 1 && isOneOf(baseName(words.front()), kLaunchers) &&
         words[1].substr(0, 1) != "-")
    words.erase(words.begin());
  std::vector<std::string> kept;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const std::string& word = words[at];
    const auto starts = [&](std::string_view prefix) { return word.starts_with(prefix); };
    if (at > 0 && isOneOf(word, kWithValue))
      ++at;
    else if (at == 0 ||
             (!isOneOf(word, kAlone) && std::none_of(kPrefixes.begin(), kPrefixes.end(), starts)))
      kept.push_back(word);
  }
  return kept;
}

bool isCFamily(const std::string& file, const std::vector<std::string>& words) {
  static constexpr std::array<std::string_view, 18> kEndings = {
      ".c",  ".cc", ".cp", ".cxx", ".cpp", ".CPP", ".c++", ".C",   ".m",
      ".mm", ".M",  ".i",  ".ii",  ".h",   ".hh",  ".hpp", ".hxx", ".ixx"};
  for (std::size_t at = 0; at < words.size(); ++at) {
    const bool isLanguage = words[at].starts_with("-x");
    if (!isLanguage) continue;
    const std::string language = words[at].size() > 2    ? words[at].substr(2)
                                 : at + 1 < words.size() ? words[at + 1]
                                                         : std::string();
    if (language == "none") continue;
    return language.starts_with("c") || language.starts_with("objective-c");
  }
  return isOneOf(fs::path(file).extension().native(), kEndings);
}

}  // namespace gordian::cli
