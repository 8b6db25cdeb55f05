// Which lambda of which function or variable: an ordinal that depends on nothing else in the unit.
// (The compiler's own "$_N" depends on the order in which names were asked for.)
#pragma once

#include <clang/AST/DeclCXX.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>

namespace gordian::analyzer::facts {

struct LambdaName {
  const clang::FunctionDecl* function = nullptr;  // whose body it stands in, or
  const clang::VarDecl* variable = nullptr;       // whose initialiser, or
  const clang::CXXRecordDecl* record = nullptr;   // whose members' initialisers
  unsigned ordinal = 0;
};

class LambdaNames {
 public:
  LambdaName of(const clang::CXXRecordDecl& closure);

 private:
  void number(const clang::DeclContext& scope);
  void numberIn(const clang::Stmt* statement, LambdaName& next);

  llvm::DenseMap<const clang::CXXRecordDecl*, LambdaName> names_;
  llvm::DenseSet<const clang::DeclContext*> numbered_;
};

}  // namespace gordian::analyzer::facts
