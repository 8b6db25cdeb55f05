// The place that an expression names and the value that it has. Pure: no event is written here;
// calls and objects inside the expression were written before (their results are in the frame).
#pragma once

#include <clang/AST/Expr.h>

#include "frame.hpp"

namespace gordian::analyzer::facts {

class Places {
 public:
  explicit Places(Frame& frame) : frame_(frame) {}

  // Of an lvalue, or of an object of class type.
  Place of(const clang::Expr* expression);
  // Of a variable; of a reference, what it refers to.
  Place of(const clang::ValueDecl& variable, bool isCaptured);
  // Where an expression of class type makes its object.
  Place object(const clang::Expr* made);
  // What is handed over when `expression` is an argument or an initialiser: of an lvalue (that is,
  // to a reference) its address.
  Value value(const clang::Expr* expression);
  TypeId typeOf(const clang::Expr* expression);

 private:
  Place ofMember(const clang::MemberExpr& member);
  Place ofElement(const clang::ArraySubscriptExpr& subscript);
  Place ofUnary(const clang::UnaryOperator& operation);
  Place ofCall(const clang::CallExpr& call);
  Place joined(const clang::Expr& choice, const clang::Expr* one, const clang::Expr* other);

  Value untyped(const clang::Expr* expression);
  Value ofCast(const clang::CastExpr& cast);
  Value ofUnaryValue(const clang::UnaryOperator& operation);
  Value ofBinary(const clang::BinaryOperator& operation);
  Value ofConstant(const clang::Expr& expression);
  Value ofFunction(const clang::Expr* designator);
  Value shifted(const clang::Expr* pointer, const clang::Expr* index, bool isBackwards);
  void addIndex(Place& place, const clang::Expr* index, bool isOffset);

  Frame& frame_;
};

Value negated(Value value);
// A wrapper that changes neither the place nor the value: parentheses, cleanups, defaults.
const clang::Expr* unwrapped(const clang::Expr* expression);

}  // namespace gordian::analyzer::facts
