#include "declaration_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "tokens.hpp"

namespace gordian::cli {
namespace {

bool standsAt(std::string_view text, std::size_t offset, std::string_view name) {
  return offset < text.size() && !name.empty() && text.substr(offset).starts_with(name) &&
         !Tokens::isWord(text.substr(offset + name.size(), 1));
}

// A definition outside of its class.
bool isQualified(std::string_view text, std::size_t offset) {
  while (offset > 0 && std::isspace(static_cast<unsigned char>(text[offset - 1])) != 0) --offset;
  return offset >= 2 && text.substr(offset - 2, 2) == "::";
}

// GUARDED_BY, ABSL_PT_GUARDED_BY, __guarded_by; REQUIRES, REQUIRES_SHARED, exclusive_locks_required
bool isRequirement(std::string word) {
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return word.ends_with("requires") || word.ends_with("requires_shared") ||
         word.ends_with("locks_required") ||
         word.find("requires_capability") != std::string::npos ||
         word.ends_with("requires_shared_capability");
}

bool isGuard(std::string word) {
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return word.ends_with("guarded_by") && !word.ends_with("pt_guarded_by");
}

// Macros that stand for attributes, and attributes: passed with what is in their brackets.
// `isWanted`: the one that is to be written.
template <class Wanted>
bool passAttributes(Tokens& tokens, InsertionPoint& found, Wanted isWanted) {
  for (;;) {
    const std::string word(tokens.peek());
    const bool isMacro =
        Tokens::isWord(word) && std::none_of(word.begin(), word.end(),
                                             [](unsigned char c) { return std::islower(c) != 0; });
    if (word != "__attribute__" && !isMacro && !isWanted(word)) return true;
    tokens.take();
    const std::size_t begin = tokens.end();
    if (tokens.peek() == "(" && !tokens.takeBrackets()) {
      found.problem = "the brackets behind it do not end";
      return false;
    }
    found.isAnnotatedAlready |= isWanted(word);
    if (word != "__attribute__") continue;
    Tokens inside(tokens.text(), begin);
    while (inside.end() < tokens.end() && !inside.peek().empty()) {
      found.isAnnotatedAlready |= isWanted(std::string(inside.peek()));
      inside.take();
    }
  }
}

}  // namespace

std::size_t offsetOf(std::string_view text, std::size_t line, std::size_t column) {
  std::size_t at = 0;
  for (; line > 1; --line) {
    at = text.find('\n', at);
    if (at == std::string_view::npos) return at;
    ++at;
  }
  return column == 0 || at + column - 1 > text.size() ? std::string_view::npos : at + column - 1;
}

InsertionPoint afterDeclarator(std::string_view text, std::size_t offset, std::string_view name) {
  InsertionPoint found;
  const auto refuse = [&](const char* problem) {
    found.problem = problem;
    return found;
  };
  if (!standsAt(text, offset, name)) return refuse("its name comes out of a macro");
  if (isQualified(text, offset)) return refuse("it is defined outside its class");
  Tokens tokens(text, offset);
  tokens.take();
  while (tokens.peek() == "[")
    if (!tokens.takeBrackets()) return refuse("its brackets do not end");
  if (!passAttributes(tokens, found, isGuard)) return found;
  found.offset = tokens.end();
  const std::string_view next = tokens.peek();
  if (next == ";" || next == "=" || next == "{" || next == ",") return found;
  return refuse(next == ":" ? "it is a bit-field" : "something else stands behind its name");
}

InsertionPoint afterParameters(std::string_view text, std::size_t offset, std::string_view name,
                               std::string_view parameter) {
  InsertionPoint found;
  const auto refuse = [&](std::string problem) {
    found.problem = std::move(problem);
    return found;
  };
  if (!standsAt(text, offset, name)) return refuse("its name comes out of a macro");
  Tokens tokens(text, offset);
  tokens.take();
  const std::size_t begin = tokens.end();
  if (tokens.peek() != "(" || !tokens.takeBrackets()) return refuse("its parameters do not end");
  bool isNamed = parameter.empty();
  Tokens inside(text, begin);
  while (inside.end() < tokens.end() && !inside.peek().empty()) {
    isNamed |= inside.peek() == parameter;
    inside.take();
  }
  if (!isNamed) return refuse("its declaration does not name '" + std::string(parameter) + "'");
  constexpr std::array<std::string_view, 6> kQualifiers{"const",    "volatile", "&",
                                                        "override", "final",    "noexcept"};
  for (;;) {
    const std::size_t before = tokens.end();
    if (!passAttributes(tokens, found, isRequirement)) return found;
    const std::string_view next = tokens.peek();
    if (std::find(kQualifiers.begin(), kQualifiers.end(), next) != kQualifiers.end()) {
      const bool hasBrackets = next == "noexcept";
      tokens.take();
      if (hasBrackets && tokens.peek() == "(" && !tokens.takeBrackets())
        return refuse("its noexcept does not end");
      continue;
    }
    if (tokens.end() != before) continue;
    found.offset = tokens.end();
    if (next == ";" || next == "{" || next == "=") return found;
    return refuse(next == "->" ? "its result stands behind its parameters"
                               : "something else stands behind its parameters");
  }
}

}  // namespace gordian::cli
