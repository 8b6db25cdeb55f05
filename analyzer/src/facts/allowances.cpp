#include "allowances.hpp"

#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>

namespace gordian::analyzer::facts {

bool AllowComments::HandleComment(clang::Preprocessor& preprocessor, clang::SourceRange comment) {
  const clang::SourceManager& sources = preprocessor.getSourceManager();
  const auto [file, offset] = sources.getDecomposedLoc(comment.getBegin());
  bool isInvalid = false;
  const llvm::StringRef text = sources.getBufferData(file, &isInvalid);
  const unsigned end = sources.getFileOffset(comment.getEnd());
  if (isInvalid || end > text.size() || end <= offset) return false;
  llvm::StringRef words = text.slice(offset, end);
  const std::size_t mark = words.find("gordian:");
  if (mark == llvm::StringRef::npos || sources.isInSystemHeader(comment.getBegin())) return false;
  // A comment that speaks about such comments.
  const llvm::StringRef before = words.take_front(mark);
  if (before.count('`') % 2 == 1 || before.count('"') % 2 == 1) return false;
  const clang::SourceLocation point = comment.getBegin().getLocWithOffset(static_cast<int>(mark));
  words = words.drop_front(mark + llvm::StringRef("gordian:").size()).ltrim();
  if (!words.consume_front("allow")) return false;
  words = words.ltrim();
  AllowComment allowed;
  allowed.point = point;
  if (words.consume_front("(")) {
    const auto [ids, rest] = words.split(')');
    allowed.ids = ids.trim().str();
    words = rest;
  }
  words.consume_back("*/");
  allowed.reason = words.trim().str();
  found.push_back(std::move(allowed));
  return false;  // the comment stays a comment
}

}  // namespace gordian::analyzer::facts
