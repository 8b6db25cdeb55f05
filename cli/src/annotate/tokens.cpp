#include "tokens.hpp"

#include <algorithm>
#include <cctype>

namespace gordian::cli {
namespace {

bool isWordPart(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '~';
}

// Of the literal that begins at `at`; one that does not end in its line is one sign.
std::size_t lengthOfLiteral(std::string_view text, std::size_t at) {
  for (std::size_t i = at + 1; i < text.size() && text[i] != '\n'; ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == text[at])
      return i + 1 - at;
  }
  return 1;
}

}  // namespace

bool Tokens::isWord(std::string_view token) {
  return !token.empty() && isWordPart(token.front());
}

std::string_view Tokens::peek() {
  std::size_t at = at_;
  for (;;) {
    while (at < text_.size() && std::isspace(static_cast<unsigned char>(text_[at])) != 0) ++at;
    const std::string_view rest = text_.substr(at);
    std::size_t end = std::string_view::npos;
    if (rest.starts_with("//"))
      end = text_.find('\n', at);
    else if (rest.starts_with("/*"))
      end = text_.find("*/", at + 2);
    else
      break;
    at = end == std::string_view::npos ? text_.size() : end + 2;
    if (rest.starts_with("//")) at = std::min(at - 1, text_.size());
  }
  start_ = std::min(at, text_.size());
  if (start_ == text_.size() || text_[at] == '#') return {};
  std::size_t length = 1;
  if (isWordPart(text_[at]))
    while (at + length < text_.size() && isWordPart(text_[at + length])) ++length;
  else if (text_.substr(at).starts_with("->") || text_.substr(at).starts_with("::"))
    length = 2;
  else if (text_[at] == '"' || text_[at] == '\'')
    length = lengthOfLiteral(text_, at);
  return text_.substr(at, length);
}

void Tokens::take() {
  const std::string_view token = peek();
  at_ = end_ = start_ + token.size();
}

bool Tokens::takeBrackets() {
  int depth = 0;
  do {
    const std::string_view token = peek();
    if (token.empty() || token == ";") return false;
    if (token == "(" || token == "[" || token == "{") ++depth;
    if (token == ")" || token == "]" || token == "}") --depth;
    take();
  } while (depth > 0);
  return true;
}

}  // namespace gordian::cli
