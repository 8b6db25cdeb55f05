// Places::value: what an expression is worth to those who follow pointers, functions and flags.
#include <clang/AST/ASTContext.h>
#include <clang/AST/ExprCXX.h>

#include "places.hpp"

namespace gordian::analyzer::facts {

using llvm::dyn_cast;

namespace {

// Of p->i both p and p->i: a write of either gives another value.
void addReads(Place place, std::vector<Place>& reads) {
  Place part = place;
  part.steps.clear();
  for (const PathStep& step : place.steps) {
    if (step.step == Step::Deref) reads.push_back(part);
    part.steps.push_back(step);
  }
  reads.push_back(std::move(place));
}

// Reads of places that make up an index; false: it does more than read.
bool collectReads(const clang::Expr* expression, Places& places, std::vector<Place>& reads) {
  expression = expression->IgnoreParenCasts();
  if (llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(expression)) {
    if (expression->getType().isVolatileQualified()) return false;
    Place place = places.of(expression);
    if (place.base == Base::Unknown) {
      const auto* name = dyn_cast<clang::DeclRefExpr>(expression);
      return name && name->isEvaluatable(name->getDecl()->getASTContext());
    }
    if (place.base == Base::Result) return false;  // each call gives another
    addReads(std::move(place), reads);
    return true;
  }
  if (const auto* unary = dyn_cast<clang::UnaryOperator>(expression)) {
    if (unary->isIncrementDecrementOp()) return false;
  } else if (const auto* binary = dyn_cast<clang::BinaryOperator>(expression)) {
    if (binary->isAssignmentOp()) return false;
  } else if (!llvm::isa<clang::IntegerLiteral, clang::CharacterLiteral, clang::ConstantExpr,
                        clang::UnaryExprOrTypeTraitExpr, clang::SubstNonTypeTemplateParmExpr,
                        clang::CXXBoolLiteralExpr>(expression)) {
    return false;
  }
  return llvm::all_of(expression->children(), [&](const clang::Stmt* child) {
    const auto* part = llvm::dyn_cast_or_null<clang::Expr>(child);
    return part && collectReads(part, places, reads);
  });
}

}  // namespace

void Places::addIndex(Place& place, const clang::Expr* index, bool isOffset) {
  if (place.base == Base::Unknown) return;
  IndexExpression described;
  described.value = untyped(index);
  if (described.value.kind == ValueKind::Integer && !isOffset && described.value.integer >= 0) {
    place.steps.push_back({Step::Element, static_cast<std::uint32_t>(described.value.integer)});
    return;
  }
  if (described.value.kind == ValueKind::Integer && described.value.integer == 0) return;
  if (described.value.kind != ValueKind::Integer) {
    if (!collectReads(index, *this, described.reads)) described = {};
    if (described.value.kind != ValueKind::Held) described.value = {};
  }
  place.steps.push_back(
      {isOffset ? Step::Offset : Step::Elements, frame_.indexOf(*index, described)});
}

Value Places::ofConstant(const clang::Expr& expression) {
  if (!expression.getType()->isIntegralOrEnumerationType() || expression.isValueDependent()) {
    return {};
  }
  clang::Expr::EvalResult result;
  if (!expression.EvaluateAsInt(result, frame_.unit.ast)) return {};
  const llvm::APSInt& number = result.Val.getInt();
  return number.isRepresentableByInt64() ? integerValue(number.getExtValue()) : Value{};
}

Value Places::ofFunction(const clang::Expr* designator) {
  designator = unwrapped(designator);
  const clang::ValueDecl* named = nullptr;
  if (const auto* name = dyn_cast<clang::DeclRefExpr>(designator)) named = name->getDecl();
  if (const auto* member = dyn_cast<clang::MemberExpr>(designator)) named = member->getMemberDecl();
  Value value;
  if (const auto* function = llvm::dyn_cast_or_null<clang::FunctionDecl>(named)) {
    value.kind = ValueKind::Function;
    value.function = frame_.unit.symbols.function(*function);
    return value;
  }
  // (*f)(): the pointer again.
  const auto* deref = dyn_cast<clang::UnaryOperator>(designator);
  if (deref && deref->getOpcode() == clang::UO_Deref) return untyped(deref->getSubExpr());
  return designator->isGLValue() ? held(of(designator)) : Value{};
}

Value Places::shifted(const clang::Expr* pointer, const clang::Expr* index, bool isBackwards) {
  Value value = untyped(pointer);
  Place place = dereferenced(value);
  if (place.base == Base::Unknown) return {};
  if (isBackwards) {
    place.steps.push_back({Step::Offset, frame_.indexOf(*index, {})});
  } else {
    addIndex(place, index, true);
  }
  return addressOf(std::move(place));
}

TypeId Places::typeOf(const clang::Expr* expression) {
  const clang::Expr* inner = expression->IgnoreParenImpCasts();
  const TypeId type = frame_.unit.types.of(expression->getType());
  return type != TypeId{} ? type : frame_.unit.types.of(inner->getType());
}

Value Places::value(const clang::Expr* expression) {
  Value value = untyped(expression);
  if (expression) value.type = typeOf(expression);
  return value;
}

Value Places::untyped(const clang::Expr* expression) {
  expression = unwrapped(expression);
  if (!expression) return {};
  if (expression->getType()->isFunctionType()) return ofFunction(expression);
  if (expression->isGLValue()) return addressOf(of(expression));
  if (const auto* cast = dyn_cast<clang::CastExpr>(expression)) return ofCast(*cast);
  if (const auto* unary = dyn_cast<clang::UnaryOperator>(expression)) return ofUnaryValue(*unary);
  if (const auto* binary = dyn_cast<clang::BinaryOperator>(expression)) return ofBinary(*binary);
  if (const auto* rewritten = dyn_cast<clang::CXXRewrittenBinaryOperator>(expression)) {
    return untyped(rewritten->getSemanticForm());
  }
  switch (expression->getStmtClass()) {
    case clang::Stmt::CXXNullPtrLiteralExprClass:
    case clang::Stmt::GNUNullExprClass: {
      Value value;
      value.kind = ValueKind::Null;
      return value;
    }
    case clang::Stmt::CXXThisExprClass:
      return frame_.thisPointer();
    case clang::Stmt::CXXNewExprClass: {
      const auto result = frame_.results.find(expression);
      return result == frame_.results.end() ? Value{} : held(resultPlace(result->second));
    }
    case clang::Stmt::ConditionalOperatorClass:
    case clang::Stmt::BinaryConditionalOperatorClass: {
      if (expression->getType()->isRecordType()) return held(object(expression));
      const auto join = frame_.joins.find(expression);
      return join == frame_.joins.end() ? Value{} : held(localPlace(join->second));
    }
    case clang::Stmt::CallExprClass:
    case clang::Stmt::CXXMemberCallExprClass:
    case clang::Stmt::CXXOperatorCallExprClass:
    case clang::Stmt::UserDefinedLiteralClass: {
      const auto& call = *llvm::cast<clang::CallExpr>(expression);
      const clang::FunctionDecl* callee = call.getDirectCallee();
      if (callee && callee->getBuiltinID() == clang::Builtin::BI__builtin_expect) {
        return untyped(call.getArg(0));
      }
      if (const auto* conversion = llvm::dyn_cast_or_null<clang::CXXConversionDecl>(callee)) {
        if (conversion->isLambdaToBlockPointerConversion()) return {};
        if (conversion->getParent()->isLambda()) {
          Value value;
          value.kind = ValueKind::Function;
          value.function =
              frame_.unit.symbols.invokerOf(*conversion->getParent()->getLambdaCallOperator());
          return value;
        }
      }
      if (expression->getType()->isRecordType()) return held(object(expression));
      const auto result = frame_.results.find(expression);
      return result == frame_.results.end() ? Value{} : held(resultPlace(result->second));
    }
    case clang::Stmt::InitListExprClass: {
      const auto& list = *llvm::cast<clang::InitListExpr>(expression);
      if (!list.getType()->isRecordType() && !list.getType()->isArrayType()) {
        return list.getNumInits() == 1 ? untyped(list.getInit(0)) : integerValue(0);
      }
      return held(object(expression));
    }
    case clang::Stmt::ImplicitValueInitExprClass:
    case clang::Stmt::CXXScalarValueInitExprClass: {
      Value value = integerValue(0);
      if (expression->getType()->isAnyPointerType()) value.kind = ValueKind::Null;
      return expression->getType()->isScalarType() ? value : Value{};
    }
    default:
      if (expression->getType()->isRecordType()) return held(of(expression));
      return ofConstant(*expression);
  }
}

}  // namespace gordian::analyzer::facts
