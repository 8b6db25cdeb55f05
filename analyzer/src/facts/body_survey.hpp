// Looks through a body once, before its control flow is read: where class objects are made, which
// choices need a temporary for their value, which lambdas and classes stand inside.
#pragma once

#include <clang/AST/ExprCXX.h>
#include <clang/AST/StmtCXX.h>

#include <vector>

#include "frame.hpp"
#include "places.hpp"

namespace gordian::analyzer::facts {

class BodySurvey {
 public:
  BodySurvey(Frame& frame, Places& places) : frame_(frame), places_(places) {}

  void look(const clang::Stmt* statement);
  // `made`, if an object of class type or an aggregate, is made at `target`.
  void build(const clang::Expr* made, const Place& target);

  std::vector<const clang::LambdaExpr*> lambdas;
  std::vector<const clang::CXXRecordDecl*> localClasses;

 private:
  void lookAtCondition(const clang::Expr* condition);
  void lookAtDeclaration(const clang::Decl* declaration);
  void lookAtLambda(const clang::LambdaExpr& lambda);
  void lookAtNew(const clang::CXXNewExpr& made);
  void lookAtChoice(const clang::ConditionalOperator& choice);
  void lookAtLogical(const clang::BinaryOperator& operation);
  void buildParts(const clang::InitListExpr& list, const Place& target);

  Frame& frame_;
  Places& places_;
};

}  // namespace gordian::analyzer::facts
