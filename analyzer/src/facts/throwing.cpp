#include "throwing.hpp"

#include <clang/AST/Attr.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/ExprCXX.h>
#include <clang/AST/StmtCXX.h>

namespace gordian::analyzer::facts {
namespace {

// Deeper than the layers of any library's lock; what is deeper is taken to throw.
constexpr unsigned kDepth = 12;

const clang::FunctionProtoType* prototypeOf(clang::QualType type) {
  if (const auto* pointer = type->getAs<clang::PointerType>()) type = pointer->getPointeeType();
  return type->getAs<clang::FunctionProtoType>();
}

bool isDeclaredNoThrow(const clang::FunctionProtoType* type) {
  return type && !clang::isUnresolvedExceptionSpec(type->getExceptionSpecType()) &&
         type->isNothrow();
}

}  // namespace

bool Throwing::bodyCanThrow(const clang::Stmt* statement) {
  if (!statement) return false;
  if (llvm::isa<clang::CXXThrowExpr>(statement)) return true;
  if (llvm::isa<clang::LambdaExpr>(statement)) return false;  // made here, not called
  if (const auto* attempt = llvm::dyn_cast<clang::CXXTryStmt>(statement)) {
    for (unsigned i = 0; i < attempt->getNumHandlers(); ++i) {
      if (bodyCanThrow(attempt->getHandler(i)->getHandlerBlock())) return true;
      if (!attempt->getHandler(i)->getExceptionDecl()) return false;  // catches all of its try
    }
    return bodyCanThrow(attempt->getTryBlock());
  }
  if (const auto* expression = llvm::dyn_cast<clang::Expr>(statement)) {
    if (canThrow(*expression)) return true;
  }
  return llvm::any_of(statement->children(),
                      [this](const clang::Stmt* child) { return bodyCanThrow(child); });
}

bool Throwing::canThrow(const clang::Expr& expression) {
  if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(&expression)) {
    return canThrow(*construct->getConstructor());
  }
  const auto* call = llvm::dyn_cast<clang::CallExpr>(&expression);
  if (!call) return false;
  const clang::FunctionDecl* callee = call->getDirectCallee();
  if (!callee) return !isDeclaredNoThrow(prototypeOf(call->getCallee()->getType()));
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
  if (method && method->isVirtual()) {
    return !isDeclaredNoThrow(callee->getType()->getAs<clang::FunctionProtoType>());
  }
  return canThrow(*callee);
}

bool Throwing::canThrow(const clang::FunctionDecl& function) {
  const auto* type = function.getType()->getAs<clang::FunctionProtoType>();
  if (isDeclaredNoThrow(type) || function.isTrivial() || function.hasAttr<clang::NoThrowAttr>()) {
    return false;
  }
  const clang::FunctionDecl* definition = nullptr;
  if (!function.isDefined(definition) || !definition->hasBody()) return !function.isExternC();
  const auto known = known_.find(definition);
  if (known != known_.end()) return known->second;
  if (depth_ >= kDepth) return true;
  known_[definition] = false;  // a recursion throws only if something else in it does
  ++depth_;
  bool result = bodyCanThrow(definition->getBody());
  if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(definition)) {
    for (const clang::CXXCtorInitializer* part : constructor->inits()) {
      result = result || bodyCanThrow(part->getInit());
    }
  }
  --depth_;
  return known_[definition] = result;
}

}  // namespace gordian::analyzer::facts
