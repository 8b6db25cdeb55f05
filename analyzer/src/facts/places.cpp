#include "places.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/ExprCXX.h>

namespace gordian::analyzer::facts {

using llvm::dyn_cast;
using llvm::isa;

const clang::Expr* unwrapped(const clang::Expr* expression) {
  while (expression) {
    const clang::Expr* inner = nullptr;
    if (const auto* paren = dyn_cast<clang::ParenExpr>(expression)) {
      inner = paren->getSubExpr();
    } else if (const auto* full = dyn_cast<clang::FullExpr>(expression)) {
      inner = full->getSubExpr();
    } else if (const auto* bound = dyn_cast<clang::CXXBindTemporaryExpr>(expression)) {
      inner = bound->getSubExpr();
    } else if (const auto* argument = dyn_cast<clang::CXXDefaultArgExpr>(expression)) {
      inner = argument->getExpr();
    } else if (const auto* member = dyn_cast<clang::CXXDefaultInitExpr>(expression)) {
      inner = member->getExpr();
    } else if (const auto* replaced = dyn_cast<clang::SubstNonTypeTemplateParmExpr>(expression)) {
      inner = replaced->getReplacement();
    } else if (const auto* opaque = dyn_cast<clang::OpaqueValueExpr>(expression)) {
      inner = opaque->getSourceExpr();
    } else if (const auto* generic = dyn_cast<clang::GenericSelectionExpr>(expression)) {
      inner = generic->isResultDependent() ? nullptr : generic->getResultExpr();
    } else if (const auto* chosen = dyn_cast<clang::ChooseExpr>(expression)) {
      inner = chosen->isConditionDependent() ? nullptr : chosen->getChosenSubExpr();
    } else if (const auto* unary = dyn_cast<clang::UnaryOperator>(expression)) {
      if (unary->getOpcode() == clang::UO_Extension) inner = unary->getSubExpr();
    } else if (const auto* block = dyn_cast<clang::StmtExpr>(expression)) {
      const clang::CompoundStmt* body = block->getSubStmt();
      if (!body->body_empty()) inner = dyn_cast<clang::Expr>(body->body_back());
    }
    if (!inner) return expression;
    expression = inner;
  }
  return expression;
}

Place Places::of(const clang::ValueDecl& variable, bool isCaptured) {
  if (const clang::FieldDecl* field = isCaptured ? frame_.capturedField(variable) : nullptr) {
    Place place = frame_.captured(variable);
    return field->getType()->isReferenceType() ? dereferenced(held(std::move(place))) : place;
  }
  if (const auto* binding = dyn_cast<clang::BindingDecl>(&variable)) {
    if (const clang::VarDecl* holder = binding->getHoldingVar()) return of(*holder, false);
    return binding->getBinding() ? of(binding->getBinding()) : Place{};
  }
  const auto* stored = dyn_cast<clang::VarDecl>(&variable);
  // Without a capture a lambda names constants only, and what has static storage.
  if (!stored || (isCaptured && stored->hasLocalStorage())) return {};
  Place place = frame_.variable(*stored);
  return stored->getType()->isReferenceType() ? dereferenced(held(std::move(place))) : place;
}

Place Places::ofMember(const clang::MemberExpr& member) {
  const clang::ValueDecl* declaration = member.getMemberDecl();
  if (const auto* variable = dyn_cast<clang::VarDecl>(declaration)) return of(*variable, false);
  const auto* field = dyn_cast<clang::FieldDecl>(declaration);
  if (!field) return {};
  Place place = member.isArrow() ? dereferenced(value(member.getBase())) : of(member.getBase());
  place = withField(std::move(place), frame_.unit.types.field(*field));
  return field->getType()->isReferenceType() ? dereferenced(held(std::move(place))) : place;
}

Place Places::ofElement(const clang::ArraySubscriptExpr& subscript) {
  const auto* decay = dyn_cast<clang::ImplicitCastExpr>(unwrapped(subscript.getBase()));
  const bool isArray = decay && decay->getCastKind() == clang::CK_ArrayToPointerDecay;
  Place place = isArray ? of(decay->getSubExpr()) : dereferenced(value(subscript.getBase()));
  if (subscript.getBase()->getType()->isVectorType()) place = of(subscript.getBase());
  addIndex(place, subscript.getIdx(), !isArray);
  return place;
}

Place Places::ofUnary(const clang::UnaryOperator& operation) {
  switch (operation.getOpcode()) {
    case clang::UO_Deref:
      return dereferenced(value(operation.getSubExpr()));
    case clang::UO_PreInc:
    case clang::UO_PreDec:
    case clang::UO_Real:
    case clang::UO_Imag:
      return of(operation.getSubExpr());
    default:
      return {};
  }
}

Place Places::ofCall(const clang::CallExpr& call) {
  if (!call.isGLValue()) return object(&call);
  const auto result = frame_.results.find(&call);
  if (result == frame_.results.end()) return {};
  return dereferenced(held(resultPlace(result->second)));
}

Place Places::joined(const clang::Expr& choice, const clang::Expr* one, const clang::Expr* other) {
  if (!choice.isGLValue()) return object(&choice);
  const auto join = frame_.joins.find(&choice);
  if (join != frame_.joins.end()) return dereferenced(held(localPlace(join->second)));
  Place place = of(one);
  return place == of(other) ? place : Place{};
}

Place Places::object(const clang::Expr* made) {
  const auto place = frame_.objects.find(made);
  if (place != frame_.objects.end()) return place->second;
  const auto memory = frame_.inNew.find(made);
  if (memory != frame_.inNew.end()) {
    const auto result = frame_.results.find(memory->second);
    return result == frame_.results.end() ? Place{}
                                          : dereferenced(held(resultPlace(result->second)));
  }
  if (isa<clang::CallExpr>(made)) {
    const auto result = frame_.results.find(made);
    return result == frame_.results.end() ? Place{} : resultPlace(result->second);
  }
  return frame_.temporaryOf(*made);
}

Place Places::of(const clang::Expr* expression) {
  expression = unwrapped(expression);
  if (!expression) return {};
  switch (expression->getStmtClass()) {
    case clang::Stmt::DeclRefExprClass: {
      const auto* name = llvm::cast<clang::DeclRefExpr>(expression);
      return of(*name->getDecl(), name->refersToEnclosingVariableOrCapture());
    }
    case clang::Stmt::MemberExprClass:
      return ofMember(*llvm::cast<clang::MemberExpr>(expression));
    case clang::Stmt::ArraySubscriptExprClass:
      return ofElement(*llvm::cast<clang::ArraySubscriptExpr>(expression));
    case clang::Stmt::UnaryOperatorClass:
      return ofUnary(*llvm::cast<clang::UnaryOperator>(expression));
    case clang::Stmt::CompoundAssignOperatorClass:
    case clang::Stmt::BinaryOperatorClass: {
      const auto* operation = llvm::cast<clang::BinaryOperator>(expression);
      if (operation->isAssignmentOp()) return of(operation->getLHS());
      if (operation->getOpcode() == clang::BO_Comma) return of(operation->getRHS());
      return {};
    }
    case clang::Stmt::MaterializeTemporaryExprClass: {
      const auto* made = llvm::cast<clang::MaterializeTemporaryExpr>(expression);
      const bool isObject = made->getType()->isRecordType() || made->getType()->isArrayType();
      if (isObject) return of(made->getSubExpr());
      return frame_.temporaryOf(*made);
    }
    case clang::Stmt::ConditionalOperatorClass: {
      const auto* choice = llvm::cast<clang::ConditionalOperator>(expression);
      return joined(*choice, choice->getTrueExpr(), choice->getFalseExpr());
    }
    case clang::Stmt::BinaryConditionalOperatorClass: {
      const auto* choice = llvm::cast<clang::BinaryConditionalOperator>(expression);
      return joined(*choice, choice->getTrueExpr(), choice->getFalseExpr());
    }
    case clang::Stmt::CallExprClass:
    case clang::Stmt::CXXMemberCallExprClass:
    case clang::Stmt::CXXOperatorCallExprClass:
    case clang::Stmt::UserDefinedLiteralClass:
      return ofCall(*llvm::cast<clang::CallExpr>(expression));
    case clang::Stmt::CXXConstructExprClass:
    case clang::Stmt::CXXTemporaryObjectExprClass:
    case clang::Stmt::LambdaExprClass:
    case clang::Stmt::InitListExprClass:
    case clang::Stmt::CXXParenListInitExprClass:
    case clang::Stmt::CompoundLiteralExprClass:
    case clang::Stmt::CXXScalarValueInitExprClass:
      return object(expression);
    case clang::Stmt::CXXStdInitializerListExprClass:  // stands for the array behind it
      return of(llvm::cast<clang::CXXStdInitializerListExpr>(expression)->getSubExpr());
    case clang::Stmt::CXXRewrittenBinaryOperatorClass:
      return of(llvm::cast<clang::CXXRewrittenBinaryOperator>(expression)->getSemanticForm());
    default:
      if (const auto* cast = dyn_cast<clang::CastExpr>(expression)) {
        if (cast->getCastKind() == clang::CK_ArrayToPointerDecay) return {};
        return of(cast->getSubExpr());
      }
      return {};
  }
}

}  // namespace gordian::analyzer::facts
