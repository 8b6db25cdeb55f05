// The tokens of C and C++ text, as far as declarations need them: words, brackets, other signs.
#pragma once

#include <cstddef>
#include <string_view>

namespace gordian::cli {

class Tokens {
 public:
  Tokens(std::string_view text, std::size_t at) : text_(text), at_(at), end_(at) {}

  // Blanks and comments are passed; empty at the end or at a line for the preprocessor.
  std::string_view peek();
  void take();
  // The brackets that begin here, with all that is in them. False: they do not end.
  bool takeBrackets();
  // Behind the last token that was taken.
  std::size_t end() const { return end_; }
  std::string_view text() const { return text_; }

  static bool isWord(std::string_view token);

 private:
  std::string_view text_;
  std::size_t at_;
  std::size_t end_;
  std::size_t start_ = 0;
};

}  // namespace gordian::cli
