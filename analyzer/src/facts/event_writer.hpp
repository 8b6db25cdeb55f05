// Turns the elements of Clang's control-flow graph into events. Every subexpression is an element
// of its own there, in the order of evaluation; so each visit writes what the expression itself
// does.
#pragma once

#include <clang/AST/StmtVisitor.h>
#include <clang/Analysis/CFG.h>

#include <vector>

#include "frame.hpp"
#include "places.hpp"

namespace gordian::analyzer::facts {

class EventWriter : public clang::ConstStmtVisitor<EventWriter> {
 public:
  EventWriter(Frame& frame, Places& places) : frame_(frame), places_(places) {}

  // Events go to the end of `block` (indices into the function's events).
  void write(const clang::CFGElement& element, std::vector<std::uint32_t>& block);
  // The destructor of a variable that leaves its scope.
  void destroy(const clang::VarDecl& variable, clang::SourceLocation point, std::uint8_t flags,
               std::vector<std::uint32_t>& block);

  // Of a variable at namespace scope, when its initialiser has been written.
  void writeInitialisation(const clang::VarDecl& variable, std::vector<std::uint32_t>& block);

  void VisitCastExpr(const clang::CastExpr* cast);
  void VisitUnaryOperator(const clang::UnaryOperator* operation);
  void VisitBinaryOperator(const clang::BinaryOperator* operation);
  void VisitDeclStmt(const clang::DeclStmt* statement);
  void VisitReturnStmt(const clang::ReturnStmt* statement);
  void VisitCoreturnStmt(const clang::CoreturnStmt* statement);
  void VisitInitListExpr(const clang::InitListExpr* list);
  void VisitMaterializeTemporaryExpr(const clang::MaterializeTemporaryExpr* made);
  void VisitCXXStdInitializerListExpr(const clang::CXXStdInitializerListExpr* list);
  void VisitLambdaExpr(const clang::LambdaExpr* lambda);
  void VisitAtomicExpr(const clang::AtomicExpr* access);
  // call_events.cpp
  void VisitCallExpr(const clang::CallExpr* call);
  // object_events.cpp
  void VisitCXXConstructExpr(const clang::CXXConstructExpr* construct);
  void VisitCXXInheritedCtorInitExpr(const clang::CXXInheritedCtorInitExpr* construct);
  void VisitCXXNewExpr(const clang::CXXNewExpr* made);
  void VisitCXXDeleteExpr(const clang::CXXDeleteExpr* deleted);

 private:
  std::uint32_t add(Event event);
  Event eventAt(EventKind kind, clang::SourceLocation point, std::uint8_t flags = 0);
  void addRead(const clang::Expr* expression, std::uint8_t flags = 0);
  void addWrite(Place place, clang::QualType type, clang::SourceLocation point,
                std::uint8_t flags = 0);
  void addAssign(Place place, Value value, clang::SourceLocation point, std::uint8_t flags = 0);
  void store(const clang::Expr* target, Value value, clang::SourceLocation point);
  // `initialiser` becomes the value of what stands at `place`.
  void initialise(const Place& place, clang::QualType type, const clang::Expr* initialiser,
                  clang::SourceLocation point);
  void initialiseVariable(const clang::VarDecl& variable);
  void finishBranch(const clang::Expr& expression);

  // call_events.cpp
  void addCall(const clang::Stmt* made, Event call);
  bool isLeftOut(const clang::CallExpr& call);
  void addBuiltinAccesses(const clang::CallExpr& call, unsigned builtin);
  Callee calleeOf(const clang::CallExpr& call, std::vector<Value>& arguments);
  // object_events.cpp
  void addAllocation(const clang::CXXNewExpr& made);
  void addInitializer(const clang::CXXCtorInitializer& initializer);
  void copyTrivially(const Place& target, const clang::Expr& source, clang::SourceLocation point);
  void addDestructor(Value object, clang::QualType type, clang::SourceLocation point,
                     std::uint8_t flags, bool isVirtualCall = false);
  void addImplicitDestructor(const clang::CFGImplicitDtor& element);

  Frame& frame_;
  Places& places_;
  std::vector<std::uint32_t>* block_ = nullptr;
};

}  // namespace gordian::analyzer::facts
