#include "include_place.hpp"

#include <algorithm>
#include <string>

namespace gordian::cli {
namespace {

std::string_view trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  line.remove_prefix(first);
  return line.substr(0, line.find_last_not_of(" \t\r\n") + 1);
}

// "#  include <x>" -> "include <x>"
std::string_view directive(std::string_view line) {
  line = trimmed(line);
  return line.starts_with('#') ? trimmed(line.substr(1)) : std::string_view();
}

}  // namespace

std::size_t includePlace(std::string_view text) {
  std::size_t afterInclude = 0;
  std::size_t afterHead = 0;  // the comment at the top, the include guard, #pragma once
  std::string guard;          // of the header: the macro that its first condition is about
  int depth = 0;
  int base = 0;
  bool isInComment = false;
  bool isHead = true;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t newline = text.find('\n', begin);
    const std::size_t end = newline == std::string_view::npos ? text.size() : newline + 1;
    const std::string_view line = trimmed(text.substr(begin, end - begin));
    begin = end;
    if (isInComment || line.starts_with("/*")) {
      isInComment = line.find("*/", isInComment ? 0 : 2) == std::string_view::npos;
      if (isHead && !isInComment) afterHead = end;
      continue;
    }
    const std::string_view word = directive(line);
    if (line.starts_with("//") && isHead) afterHead = end;
    if (line.empty() || line.starts_with("//")) continue;
    if (word.starts_with("pragma once") && depth == base) {
      afterHead = end;
    } else if (word.starts_with("if")) {
      if (isHead && word.starts_with("ifndef ")) guard = trimmed(word.substr(7));
      ++depth;
    } else if (word.starts_with("endif")) {
      depth = std::max(depth - 1, 0);
    } else if (!guard.empty() && depth == 1 && word.starts_with("define " + guard)) {
      base = 1;
      afterHead = end;
      guard.clear();
    } else if (word.starts_with("include") && depth == base) {
      afterInclude = end;
    }
    isHead = false;
  }
  return std::max(afterInclude, afterInclude == 0 ? afterHead : 0);
}

}  // namespace gordian::cli
