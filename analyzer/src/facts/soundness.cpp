#include "soundness.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/ExprCXX.h>
#include <clang/Basic/Diagnostic.h>

namespace gordian::analyzer::facts {
namespace {

bool isSoundDeclaration(const clang::Decl& declaration) {
  if (declaration.isInvalidDecl()) return false;
  const auto* value = llvm::dyn_cast<clang::ValueDecl>(&declaration);
  if (value && (value->getType().isNull() || value->getType()->containsErrors())) return false;
  const auto* variable = llvm::dyn_cast<clang::VarDecl>(&declaration);
  return !variable || isSound(variable->getInit());
}

}  // namespace

bool isSound(const clang::Stmt* statement) {
  if (!statement) return true;
  if (const auto* expression = llvm::dyn_cast<clang::Expr>(statement)) {
    if (expression->getType().isNull() || expression->containsErrors() ||
        expression->isTypeDependent() || expression->isValueDependent()) {
      return false;
    }
  }
  if (const auto* declarations = llvm::dyn_cast<clang::DeclStmt>(statement)) {
    return llvm::all_of(declarations->decls(),
                        [](const clang::Decl* one) { return isSoundDeclaration(*one); });
  }
  if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(statement)) {
    // Its body is a function of its own; a generic one depends on its arguments.
    return llvm::all_of(lambda->capture_inits(),
                        [](const clang::Stmt* one) { return isSound(one); });
  }
  return llvm::all_of(statement->children(), [](const clang::Stmt* one) { return isSound(one); });
}

bool isSound(const clang::FunctionDecl& definition) {
  if (definition.isInvalidDecl()) return false;
  if (!definition.getASTContext().getDiagnostics().hasErrorOccurred()) return true;
  if (!llvm::all_of(definition.parameters(),
                    [](const clang::ParmVarDecl* one) { return isSoundDeclaration(*one); })) {
    return false;
  }
  if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&definition)) {
    if (method->getParent()->isInvalidDecl()) return false;
  }
  if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(&definition)) {
    for (const clang::CXXCtorInitializer* part : constructor->inits()) {
      if (!isSound(part->getInit())) return false;
    }
  }
  return isSound(definition.getBody());
}

}  // namespace gordian::analyzer::facts
