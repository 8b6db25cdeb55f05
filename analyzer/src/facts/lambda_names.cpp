#include "lambda_names.hpp"

#include <clang/AST/DeclTemplate.h>
#include <clang/AST/ExprCXX.h>

namespace gordian::analyzer::facts {

void LambdaNames::numberIn(const clang::Stmt* statement, LambdaName& next) {
  if (!statement) return;
  if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(statement)) {
    if (names_.try_emplace(lambda->getLambdaClass(), next).second) ++next.ordinal;
    for (const clang::Expr* capture : lambda->capture_inits()) numberIn(capture, next);
    return;  // those in its body are its own
  }
  if (const auto* member = llvm::dyn_cast<clang::CXXDefaultInitExpr>(statement)) {
    return numberIn(member->getExpr(), next);
  }
  for (const clang::Stmt* child : statement->children()) numberIn(child, next);
}

void LambdaNames::number(const clang::DeclContext& scope) {
  if (!numbered_.insert(&scope).second) return;
  if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(&scope)) {
    LambdaName next;
    next.function = function;
    if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(function)) {
      for (const clang::CXXCtorInitializer* part : constructor->inits()) {
        numberIn(part->getInit(), next);
      }
    }
    numberIn(function->getBody(), next);
    return;
  }
  LambdaName inFields;
  inFields.record = llvm::dyn_cast<clang::CXXRecordDecl>(&scope);
  for (const clang::Decl* declaration : scope.decls()) {
    if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(declaration)) {
      LambdaName next;
      next.variable = variable->getCanonicalDecl();
      numberIn(variable->getInit(), next);
    } else if (const auto* field = llvm::dyn_cast<clang::FieldDecl>(declaration)) {
      numberIn(field->getInClassInitializer(), inFields);
    }
  }
}

LambdaName LambdaNames::of(const clang::CXXRecordDecl& closure) {
  const auto known = names_.find(&closure);
  if (known != names_.end()) return known->second;
  const clang::DeclContext* scope = closure.getDeclContext();
  while (scope->isTransparentContext()) scope = scope->getParent();
  number(*scope);
  const auto found = names_.find(&closure);
  if (found != names_.end()) return found->second;
  // In a default argument, a concept or an alias: unique in this unit at least.
  LambdaName name;
  name.function = llvm::dyn_cast<clang::FunctionDecl>(scope);
  name.ordinal = closure.getLocation().getRawEncoding();
  names_[&closure] = name;
  return name;
}

}  // namespace gordian::analyzer::facts
