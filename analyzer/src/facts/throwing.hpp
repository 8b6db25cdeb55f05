// Which functions can let an exception out.
#pragma once

#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <llvm/ADT/DenseMap.h>

namespace gordian::analyzer::facts {

// What is declared not to throw does not; of what has a body, the body decides; of the rest, C
// functions do not and others do.
class Throwing {
 public:
  bool canThrow(const clang::FunctionDecl& function);
  // A call, a construction or an allocation.
  bool canThrow(const clang::Expr& expression);

 private:
  bool bodyCanThrow(const clang::Stmt* statement);

  llvm::DenseMap<const clang::FunctionDecl*, bool> known_;
  unsigned depth_ = 0;
};

}  // namespace gordian::analyzer::facts
