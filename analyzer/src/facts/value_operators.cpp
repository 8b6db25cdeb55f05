// Places: the values of casts and operators.
#include <clang/AST/ASTContext.h>
#include <clang/AST/ExprCXX.h>

#include "places.hpp"

namespace gordian::analyzer::facts {

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

}  // namespace

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

}  // namespace gordian::analyzer::facts
