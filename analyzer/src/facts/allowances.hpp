// Comments that speak to Gordian: `// gordian: allow(GD401) reason`.
#pragma once

#include <clang/Lex/Preprocessor.h>

#include <string>
#include <vector>

namespace gordian::analyzer::facts {

struct AllowComment {
  clang::SourceLocation point;
  std::string ids;
  std::string reason;
};

class AllowComments : public clang::CommentHandler {
 public:
  bool HandleComment(clang::Preprocessor& preprocessor, clang::SourceRange comment) override;

  std::vector<AllowComment> found;
};

}  // namespace gordian::analyzer::facts
