#include "lock_span.hpp"

#include <algorithm>
#include <cctype>

#include "../symbols/source_text.hpp"

namespace gordian::cli {
namespace {

bool isWord(char character) {
  return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '_';
}

// The last whole occurrence: what is locked stands behind the guard's own name.
Span whole(std::string_view line, std::string_view expression) {
  if (expression.empty()) return {};
  for (auto at = line.rfind(expression); at != std::string_view::npos;
       at = at == 0 ? std::string_view::npos : line.rfind(expression, at - 1)) {
    const auto end = at + expression.size();
    if ((at == 0 || !isWord(line[at - 1])) && (end == line.size() || !isWord(line[end])))
      return {at, expression.size()};
  }
  return {};
}

// GCC's column of a declaration is its closing bracket: then the arguments are meant.
Span atColumn(std::string_view line, std::uint32_t column) {
  if (column == 0 || column > line.size()) return {};
  const std::size_t at = column - 1;
  if (line[at] != ')') return {at, 1};
  int depth = 0;
  for (std::size_t i = at + 1; i-- > 0;) {
    if (line[i] == ')') ++depth;
    if (line[i] == '(' && --depth == 0) return at > i + 1 ? Span{i + 1, at - i - 1} : Span{at, 1};
  }
  return {at, 1};
}

}  // namespace

Span lockSpan(const std::string& line, const SourceFrame& frame) {
  const auto isPython =
      std::string_view(frame.file)
          .substr(frame.file.size() - std::min<std::size_t>(frame.file.size(), 3)) == ".py";
  const auto code = std::string_view(line).substr(0, line.find(isPython ? "#" : "//"));
  const std::string expression =
      isPython ? symbols::pythonLockExpression(line) : symbols::lockExpression(line);
  const Span span = whole(code, expression);
  return span.length > 0 ? span : atColumn(code, frame.column);
}

}  // namespace gordian::cli
