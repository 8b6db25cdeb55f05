// What is known of the function that is being extracted: its variables, and for its expressions
// where they construct their object and which event gave their result.
#pragma once

#include <clang/AST/ExprCXX.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/FoldingSet.h>

#include <map>
#include <vector>

#include "unit_context.hpp"

namespace gordian::analyzer::facts {

// A branch of ?: && || whose value goes to a temporary where the branches meet.
struct Branch {
  std::uint32_t local = 0;
  bool isReference = false;           // the temporary then holds the address
  std::optional<std::int64_t> fixed;  // the left of && and ||: what it is if the right does not run
};

class Frame {
 public:
  // `owner`: the function, or the variable whose initialiser is read.
  Frame(UnitContext& unit, const clang::Decl& owner, Function& target);

  // Where the variable itself lives: of a reference, the pointer.
  Place variable(const clang::VarDecl& variable);
  // A variable as the body of a lambda names it: the field of the closure that holds it.
  Place captured(const clang::ValueDecl& variable);
  const clang::FieldDecl* capturedField(const clang::ValueDecl& variable) const {
    return captures_.lookup(&variable);
  }
  Value thisPointer();
  // Outside of a function, in an attribute of a field: the object is Formal 0.
  void assumeThis();
  std::uint32_t newTemporary(clang::QualType type, clang::SourceLocation point);
  // Where a class object that nothing else holds is made.
  Place temporaryOf(const clang::Expr& made);
  // `index` as the facts number it: equal expressions alike.
  std::uint32_t indexOf(const clang::Expr& index, const IndexExpression& described);

  UnitContext& unit;
  Function& function;
  const clang::FunctionDecl* declaration = nullptr;  // null in a variable's initialiser

  llvm::DenseMap<const clang::Stmt*, std::uint32_t> results;  // calls, new: their event
  llvm::DenseMap<const clang::Expr*, Place> objects;  // where an expression makes its object
  llvm::DenseMap<const clang::Expr*, const clang::CXXNewExpr*> inNew;  // or: in memory from new
  llvm::DenseSet<const clang::Expr*> elided;  // temporaries before C++17 that are never made
  llvm::DenseMap<const clang::Expr*, std::uint32_t> joins;  // ?: && ||: the temporary
  llvm::DenseMap<const clang::Expr*, Branch> branches;

 private:
  llvm::DenseMap<const clang::VarDecl*, std::uint32_t> formals_;
  llvm::DenseMap<const clang::VarDecl*, std::uint32_t> locals_;
  llvm::DenseMap<const clang::ValueDecl*, clang::FieldDecl*> captures_;
  clang::FieldDecl* capturedThis_ = nullptr;
  std::map<llvm::FoldingSetNodeID, std::uint32_t> indices_;
};

Place formalPlace(std::uint32_t index);
Place localPlace(std::uint32_t index);
Place resultPlace(std::uint32_t event);
Place withField(Place place, std::uint32_t field);
Place dereferenced(const Value& pointer);
Value addressOf(Place place);
Value held(Place place);
Value integerValue(std::int64_t number);

}  // namespace gordian::analyzer::facts
