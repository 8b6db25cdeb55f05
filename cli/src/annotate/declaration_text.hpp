// Where an attribute goes in the text of a declaration. Reads tokens, not grammar: what is not
// plainly such a declaration is left alone, with the reason.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gordian::cli {

struct InsertionPoint {
  std::size_t offset = 0;
  std::string problem;              // not empty: leave it alone
  bool isAnnotatedAlready = false;  // the attribute stands there, in whatever spelling
};

// The byte of a line and column, both from 1; npos: the text is shorter.
std::size_t offsetOf(std::string_view text, std::size_t line, std::size_t column);

// Of a field or variable whose name stands at `offset`: behind it and its brackets.
InsertionPoint afterDeclarator(std::string_view text, std::size_t offset, std::string_view name);
// Of a function: behind parameters, qualifiers, noexcept, override. `parameter`, if not empty, must
// be the name of one.
InsertionPoint afterParameters(std::string_view text, std::size_t offset, std::string_view name,
                               std::string_view parameter);

}  // namespace gordian::cli
