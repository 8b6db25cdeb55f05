#include "object_order.hpp"

#include <clang/AST/DeclCXX.h>
#include <clang/AST/Expr.h>
#include <clang/AST/ExprCXX.h>
#include <clang/AST/StmtCXX.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringSwitch.h>

namespace gordian::analyzer::facts {

using llvm::dyn_cast;

namespace {

bool isLess(clang::OverloadedOperatorKind kind) {
  return kind == clang::OO_Less || kind == clang::OO_Greater || kind == clang::OO_LessEqual ||
         kind == clang::OO_GreaterEqual;
}

// An address as a number is an address.
bool isAddress(const clang::Expr* operand) {
  return operand->IgnoreParenCasts()->getType()->isPointerType();
}

struct Member {
  const clang::ValueDecl* which = nullptr;
  const clang::Decl* object = nullptr;  // a variable; null: something else
};

Member memberOf(const clang::Expr* operand) {
  operand = operand->IgnoreParenImpCasts();
  if (const auto* call = dyn_cast<clang::CXXMemberCallExpr>(operand)) {
    if (call->getNumArgs() > 0) return {};
    operand = call->getCallee()->IgnoreParenImpCasts();
  }
  const auto* member = dyn_cast<clang::MemberExpr>(operand);
  if (!member) return {};
  const auto* object = dyn_cast<clang::DeclRefExpr>(member->getBase()->IgnoreParenImpCasts());
  return {member->getMemberDecl(), object ? object->getDecl() : nullptr};
}

bool isOfTwoObjects(const clang::Expr* left, const clang::Expr* right) {
  if (isAddress(left) && isAddress(right)) return true;
  const Member one = memberOf(left);
  const Member other = memberOf(right);
  return one.which && one.which == other.which && (!one.object || one.object != other.object);
}

bool isNamedComparison(const clang::FunctionDecl& function) {
  const clang::NamedDecl* named = &function;
  if (function.getOverloadedOperator() == clang::OO_Call)
    if (const auto* method = dyn_cast<clang::CXXMethodDecl>(&function)) named = method->getParent();
  if (!named->isInStdNamespace() || !named->getDeclName().isIdentifier()) return false;
  return llvm::StringSwitch<bool>(named->getName())
      .Cases("less", "greater", "less_equal", "greater_equal", true)
      .Cases("min", "max", "minmax", true)
      .Default(false);
}

bool isQuestion(const clang::Stmt& statement) {
  if (const auto* binary = dyn_cast<clang::BinaryOperator>(&statement))
    return binary->isRelationalOp() && isOfTwoObjects(binary->getLHS(), binary->getRHS());
  const auto* call = dyn_cast<clang::CallExpr>(&statement);
  if (!call) return false;
  if (const auto* operation = dyn_cast<clang::CXXOperatorCallExpr>(call))
    if (isLess(operation->getOperator()) && operation->getNumArgs() == 2)
      return isOfTwoObjects(operation->getArg(0), operation->getArg(1));
  const clang::FunctionDecl* callee = call->getDirectCallee();
  const unsigned count = call->getNumArgs();
  return callee && count >= 2 && isNamedComparison(*callee) &&
         isOfTwoObjects(call->getArg(count - 2), call->getArg(count - 1));
}

}  // namespace

bool asksForOrder(const clang::Stmt* body) {
  if (!body || llvm::isa<clang::LambdaExpr>(body)) return false;
  if (isQuestion(*body)) return true;
  const clang::Stmt* loopCondition = nullptr;
  if (const auto* loop = dyn_cast<clang::WhileStmt>(body)) loopCondition = loop->getCond();
  if (const auto* loop = dyn_cast<clang::DoStmt>(body)) loopCondition = loop->getCond();
  if (const auto* loop = dyn_cast<clang::ForStmt>(body)) loopCondition = loop->getCond();
  if (const auto* loop = dyn_cast<clang::CXXForRangeStmt>(body))
    return asksForOrder(loop->getBody());
  return llvm::any_of(body->children(), [&](const clang::Stmt* child) {
    return child != loopCondition && asksForOrder(child);
  });
}

}  // namespace gordian::analyzer::facts
