#include "symbols/function_names.hpp"

#include <cxxabi.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <memory>
#include <optional>
#include <vector>

namespace gordian::cli::symbols {
namespace {

// Longer names are not worth demangling, and a hostile one can grow without bound.
constexpr std::size_t kLongestMangled = 4096;
constexpr std::size_t kLongestDemangled = 1 << 16;
constexpr std::size_t kLongestShown = 200;
constexpr std::size_t kLongestArguments = 24;
constexpr int kDeepest = 48;

bool isWord(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Reads a demangled name from left to right and writes the short one.
class Shortener {
 public:
  explicit Shortener(std::string_view in) : in_(in) {}

  // Up to a closing bracket of the level that it was called for, or the end. `lastSpace` is where
  // a return type would end.
  std::string level(int depth, char close) {
    std::string out;
    std::size_t cut = 0;
    bool operatorSeen = false;
    while (at_ < in_.size() && in_[at_] != close && !(close == '>' && in_[at_] == ',')) {
      const char c = in_[at_];
      if (depth > kDeepest) {
        ++at_;
      } else if (startsWord("operator")) {
        operatorSeen = true;
        copyOperator(out);
      } else if (c == '<') {
        out += arguments(depth);
      } else if (c == '(') {
        parentheses(depth, out);
      } else if (c == '{') {
        out += braces(depth);
      } else if (c == '[' && in_.substr(at_).starts_with("[abi:")) {
        skipPast(']');
      } else {
        out += c;
        ++at_;
        if (c == ' ' && !operatorSeen && close == '\0') cut = out.size();
      }
    }
    if (close == '\0') {
      spaceAt_ = cut;
    }
    return out;
  }

  [[nodiscard]] std::size_t endOfReturnType() const { return spaceAt_; }

 private:
  bool startsWord(std::string_view word) const {
    const auto rest = in_.substr(at_);
    return rest.starts_with(word) && (at_ == 0 || !isWord(in_[at_ - 1])) &&
           (rest.size() == word.size() || !isWord(rest[word.size()]));
  }

  void copyOperator(std::string& out) {
    out += "operator";
    at_ += 8;
    if (in_.substr(at_).starts_with("()")) {
      out += "()";
      at_ += 2;
      return;
    }
    while (at_ < in_.size() &&
           std::string_view("<>=!+-*/%&|^~[],").find(in_[at_]) != std::string_view::npos) {
      // "operator< <int>": a template argument list follows a space.
      out += in_[at_++];
    }
    if (in_.substr(at_).starts_with(" <")) ++at_;
  }

  std::string arguments(int depth) {
    std::vector<std::string> kept;
    do {
      ++at_;  // the '<' or the ','
      std::string argument = level(depth + 1, '>');
      while (argument.starts_with(' ')) argument.erase(0, 1);
      while (argument.ends_with(' ')) argument.pop_back();
      const bool isDefault =
          !kept.empty() &&
          (argument.starts_with("std::allocator<") || argument.starts_with("std::char_traits<") ||
           argument.starts_with("std::less<") || argument.starts_with("std::default_delete<"));
      if (!isDefault) kept.push_back(std::move(argument));
    } while (at_ < in_.size() && in_[at_] == ',');
    if (at_ < in_.size()) ++at_;
    std::string joined;
    for (const std::string& argument : kept) {
      joined += (joined.empty() ? "" : ", ") + argument;
      if (joined.size() > kLongestArguments) return "<...>";
    }
    return "<" + joined + ">";
  }

  // Parameters go away, "(anonymous namespace)" too: the file says which one.
  void parentheses(int depth, std::string& out) {
    constexpr std::string_view kAnonymous = "(anonymous namespace)::";
    if (in_.substr(at_).starts_with(kAnonymous)) {
      at_ += kAnonymous.size();
      return;
    }
    ++at_;
    level(depth + 1, ')');
    if (at_ < in_.size()) ++at_;
    for (std::string_view qualifier : {" const", " volatile", " &&", " &", " noexcept"}) {
      if (in_.substr(at_).starts_with(qualifier)) at_ += qualifier.size();
    }
    static_cast<void>(out);
  }

  std::string braces(int depth) {
    ++at_;
    std::string inside = level(depth + 1, '}');
    if (at_ < in_.size()) ++at_;
    // "{lambda()#2}": its number changes with unrelated edits and compilers; the line tells.
    inside.erase(std::min(inside.find('#'), inside.size()));
    return "{" + inside + "}";
  }

  void skipPast(char c) {
    while (at_ < in_.size() && in_[at_] != c) ++at_;
    if (at_ < in_.size()) ++at_;
  }

  std::string_view in_;
  std::size_t at_ = 0, spaceAt_ = 0;
};

void replaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// Clang calls its closures $_0, $_1 and so on in symbols.
void nameClangsLambdas(std::string& text) {
  for (auto at = text.find("$_"); at != std::string::npos; at = text.find("$_", at + 1)) {
    std::size_t end = at + 2;
    while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
    text.replace(at, end - at, "{lambda}");
  }
}

std::string prepare(std::string_view demangled) {
  std::string text(demangled.substr(0, kLongestDemangled));
  if (const auto clone = text.find(" [clone "); clone != std::string::npos) text.erase(clone);
  nameClangsLambdas(text);
  replaceAll(text, "::__cxx11::", "::");
  replaceAll(text, "::__1::", "::");
  replaceAll(text, "std::basic_string<char, std::char_traits<char>, std::allocator<char> >",
             "std::string");
  replaceAll(text, "std::basic_string<char, std::char_traits<char>, std::allocator<char>>",
             "std::string");
  return text;
}

std::optional<std::string> demangled(std::string_view symbol) {
  const std::string name(symbol);
  if (name.starts_with("_Z") && name.size() <= kLongestMangled) {
    int status = 0;
    const std::unique_ptr<char, void (*)(void*)> text(
        abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status), std::free);
    if (status == 0 && text != nullptr) return std::string(text.get());
  }
  return std::nullopt;
}

// C: "parse.part.0", "lock.1234" and "f@@VERSION" carry the compiler's additions.
std::string plain(std::string_view symbol) {
  return printable(symbol.substr(0, std::min(symbol.find('.', 1), symbol.find('@', 1))));
}

}  // namespace

std::string shortFunction(std::string_view text) {
  const std::string prepared = prepare(text);
  Shortener shortener(prepared);
  std::string name = shortener.level(0, '\0');
  while (name.ends_with(' ')) name.pop_back();
  const std::size_t cut = shortener.endOfReturnType();
  if (cut < name.size()) name.erase(0, cut);
  // The call of a lambda is the lambda.
  constexpr std::string_view kCall = "}::operator()";
  if (name.ends_with(kCall)) name.erase(name.size() - kCall.size() + 1);
  return printable(name);
}

std::string shortType(std::string_view text) {
  const std::string prepared = prepare(text);
  return printable(Shortener(prepared).level(0, '\0'));
}

std::string functionName(std::string_view symbol) {
  const auto text = demangled(symbol);
  return text ? shortFunction(*text) : plain(symbol);
}

std::string variableName(std::string_view symbol) {
  const auto text = demangled(symbol);
  return text ? shortType(*text) : plain(symbol);
}

std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, kLongestShown)) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte == 0x7f ? '?' : c;
  }
  if (text.size() > kLongestShown) out += "...";
  return out;
}

}  // namespace gordian::cli::symbols
