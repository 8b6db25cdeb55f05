// Places::value: what an expression is worth to those who follow pointers, functions and flags.
#include <clang/AST/ASTContext.h>
#include <clang/AST/ExprCXX.h>

#include "places.hpp"

namespace gordian::analyzer::facts {

using llvm::dyn_cast;

Value negated(Value value) {
  switch (value.kind) {
    case ValueKind::Held:
      value.kind = ValueKind::Equals;
      value.integer = 0;
      return value;
    case ValueKind::Equals:
      value.kind = ValueKind::Differs;
      return value;
    case ValueKind::Differs:
      value.kind = ValueKind::Equals;
      return value;
    case ValueKind::Integer:
      return integerValue(value.integer == 0);
    case ValueKind::Null:
      return integerValue(1);
    case ValueKind::Address:
    case ValueKind::Function:
      return integerValue(0);
    default:
      return {};
  }
}

namespace {

bool isConstant(const Value& value) {
  return value.kind == ValueKind::Integer || value.kind == ValueKind::Null;
}

// `place` == `number`, as a value.
Value compared(const Value& tested, const Value& constant, bool isEqual) {
  const std::int64_t number = constant.kind == ValueKind::Null ? 0 : constant.integer;
  Value result;
  if (tested.kind == ValueKind::Held) {
    result = tested;
    result.kind = ValueKind::Equals;
    result.integer = number;
  } else if (isConstant(tested)) {
    const std::int64_t other = tested.kind == ValueKind::Null ? 0 : tested.integer;
    result = integerValue(other == number);
  } else if ((tested.kind == ValueKind::Equals || tested.kind == ValueKind::Differs) &&
             (number == 0 || number == 1)) {
    result = number == 0 ? negated(tested) : tested;  // (a == b) == true
  } else if (tested.kind == ValueKind::Address || tested.kind == ValueKind::Function) {
    if (number != 0) return {};
    result = integerValue(0);  // objects and functions have no null address
  }
  return isEqual ? result : negated(std::move(result));
}

// Reads of places that make up an index; false: it does more than read.
bool collectReads(const clang::Expr* expression, Places& places, std::vector<Place>& reads) {
  expression = expression->IgnoreParenCasts();
  if (llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(expression)) {
    if (expression->getType().isVolatileQualified()) return false;
    Place place = places.of(expression);
    if (place.base == Base::Unknown)
      return llvm::isa<clang::DeclRefExpr>(expression) &&
             expression->isEvaluatable(
                 llvm::cast<clang::DeclRefExpr>(expression)->getDecl()->getASTContext());
    reads.push_back(std::move(place));
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

Value Places::ofCast(const clang::CastExpr& cast) {
  const clang::Expr* inner = cast.getSubExpr();
  switch (cast.getCastKind()) {
    case clang::CK_LValueToRValue: {
      Value constant;
      const clang::QualType type = inner->getType();
      if (type.isConstQualified() && !type.isVolatileQualified()) constant = ofConstant(cast);
      return constant.kind == ValueKind::Integer ? constant : held(of(inner));
    }
    case clang::CK_NullToPointer:
    case clang::CK_NullToMemberPointer: {
      Value value;
      value.kind = ValueKind::Null;
      return value;
    }
    case clang::CK_ArrayToPointerDecay: {
      Place place = of(inner);
      if (place.base != Base::Unknown) place.steps.push_back({Step::Element, 0});
      return addressOf(std::move(place));
    }
    case clang::CK_FunctionToPointerDecay:
    case clang::CK_BuiltinFnToFnPtr:
      return ofFunction(inner);
    case clang::CK_IntegralCast:
    case clang::CK_IntegralToBoolean: {
      Value value = untyped(inner);
      if (value.kind == ValueKind::Integer) return ofConstant(cast);
      return value;
    }
    case clang::CK_PointerToBoolean:
    case clang::CK_MemberPointerToBoolean:
    case clang::CK_BitCast:
    case clang::CK_LValueBitCast:
    case clang::CK_NoOp:
    case clang::CK_BaseToDerived:
    case clang::CK_DerivedToBase:
    case clang::CK_UncheckedDerivedToBase:
    case clang::CK_Dynamic:
    case clang::CK_PointerToIntegral:
    case clang::CK_IntegralToPointer:
    case clang::CK_ReinterpretMemberPointer:
    case clang::CK_BaseToDerivedMemberPointer:
    case clang::CK_DerivedToBaseMemberPointer:
    case clang::CK_AtomicToNonAtomic:
    case clang::CK_NonAtomicToAtomic:
    case clang::CK_AddressSpaceConversion:
    case clang::CK_UserDefinedConversion:
    case clang::CK_ConstructorConversion:
      return untyped(inner);
    default:
      return {};
  }
}

Value Places::ofUnaryValue(const clang::UnaryOperator& operation) {
  const clang::Expr* inner = operation.getSubExpr();
  switch (operation.getOpcode()) {
    case clang::UO_AddrOf: {
      Value function = ofFunction(inner);
      return function.kind == ValueKind::Function ? function : addressOf(of(inner));
    }
    case clang::UO_LNot:
      return negated(untyped(inner));
    case clang::UO_PreInc:
    case clang::UO_PreDec:
      return held(of(inner));
    case clang::UO_Plus:
    case clang::UO_Minus:
    case clang::UO_Not:
      return ofConstant(operation);
    default:
      return {};
  }
}

Value Places::ofBinary(const clang::BinaryOperator& operation) {
  const clang::Expr* left = operation.getLHS();
  const clang::Expr* right = operation.getRHS();
  switch (operation.getOpcode()) {
    case clang::BO_Assign:
      return held(of(left));
    case clang::BO_Comma:
      return untyped(right);
    case clang::BO_EQ:
    case clang::BO_NE: {
      const Value one = untyped(left);
      const Value other = untyped(right);
      const bool isEqual = operation.getOpcode() == clang::BO_EQ;
      if (isConstant(other)) return compared(one, other, isEqual);
      if (isConstant(one)) return compared(other, one, isEqual);
      return {};
    }
    case clang::BO_LAnd:
    case clang::BO_LOr: {
      const auto join = frame_.joins.find(&operation);
      return join == frame_.joins.end() ? Value{} : held(localPlace(join->second));
    }
    case clang::BO_Add:
    case clang::BO_Sub:
      if (left->getType()->isAnyPointerType() && right->getType()->isIntegerType()) {
        return shifted(left, right, operation.getOpcode() == clang::BO_Sub);
      }
      if (right->getType()->isAnyPointerType() && left->getType()->isIntegerType()) {
        return shifted(right, left, false);
      }
      return ofConstant(operation);
    default:
      return operation.isAssignmentOp() ? Value{} : ofConstant(operation);
  }
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
