// The names of functions and variables: keys, which mean the same in all units, and words for
// people and tables.
#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/AST/Mangle.h>
#include <llvm/ADT/DenseMap.h>

#include <memory>
#include <string>

#include "lambda_names.hpp"

namespace gordian::analyzer::facts {

class SymbolNames {
 public:
  SymbolNames(clang::ASTContext& context, const std::string& unitPath);

  // External linkage: the mangled name, which the runtime's symbols have too. Internal linkage:
  // with the unit's path before it. A lambda's call operator: its function and ordinal.
  std::string key(const clang::FunctionDecl& function);
  std::string key(const clang::VarDecl& variable);
  // "std::lock_guard::lock_guard": no template arguments, parameters and inline namespaces.
  std::string qualified(const clang::NamedDecl& declaration);
  // "std::lock_guard<std::mutex>::lock_guard(std::mutex &)"
  std::string full(const clang::FunctionDecl& function);
  // "Account<int>::balance"
  std::string fullPath(const clang::NamedDecl& declaration);
  std::string full(clang::QualType type) const;

 private:
  std::string mangled(clang::GlobalDecl declaration);
  std::string callOperatorKey(const clang::CXXMethodDecl& callOperator);
  const std::string& scopeName(const clang::DeclContext* scope);

  clang::ASTContext& context_;
  const std::string& unitPath_;
  clang::PrintingPolicy policy_;
  std::unique_ptr<clang::MangleContext> mangler_;
  LambdaNames lambdas_;
  llvm::DenseMap<const clang::DeclContext*, std::string> scopes_;
};

}  // namespace gordian::analyzer::facts
