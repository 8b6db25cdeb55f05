#include "conditions.hpp"

#include <clang/AST/ASTContext.h>

namespace gordian::analyzer::facts {
namespace {

// `one` < `other`, with a constant on either side.
Decision less(const clang::Expr* one, const clang::Expr* other, bool orEqual, Places& places) {
  Decision decision;
  const Value left = places.value(one);
  const Value right = places.value(other);
  if (left.kind == ValueKind::Held && right.kind == ValueKind::Integer) {
    if (right.integer == INT64_MAX) return decision;
    decision.condition = {Test::Less, left, right.integer + (orEqual ? 1 : 0)};
  } else if (left.kind == ValueKind::Integer && right.kind == ValueKind::Held) {
    // c < x is not x <= c
    if (left.integer == INT64_MAX) return decision;
    decision.condition = {Test::Less, right, left.integer + (orEqual ? 0 : 1)};
    decision.isSwapped = true;
  }
  return decision;
}

Decision tested(Value value) {
  Decision decision;
  switch (value.kind) {
    case ValueKind::Held:
    case ValueKind::Address:
    case ValueKind::Function:
    case ValueKind::Integer:
    case ValueKind::Null:
      decision.condition = {Test::True, std::move(value), 0};
      return decision;
    case ValueKind::Equals:
    case ValueKind::Differs: {
      decision.isSwapped = value.kind == ValueKind::Differs;
      const std::int64_t constant = value.integer;
      value.kind = ValueKind::Held;
      value.integer = 0;
      decision.condition = {Test::Equal, std::move(value), constant};
      return decision;
    }
    default:
      return decision;
  }
}

}  // namespace

Decision decisionOf(const clang::Expr* condition, Places& places) {
  if (!condition) return {};
  const auto* binary =
      llvm::dyn_cast<clang::BinaryOperator>(unwrapped(condition->IgnoreParenImpCasts()));
  if (binary && binary->isRelationalOp()) {
    const bool isGreater =
        binary->getOpcode() == clang::BO_GT || binary->getOpcode() == clang::BO_GE;
    const bool orEqual = binary->getOpcode() == clang::BO_LE || binary->getOpcode() == clang::BO_GE;
    return isGreater ? less(binary->getRHS(), binary->getLHS(), orEqual, places)
                     : less(binary->getLHS(), binary->getRHS(), orEqual, places);
  }
  return tested(places.value(condition));
}

}  // namespace gordian::analyzer::facts
