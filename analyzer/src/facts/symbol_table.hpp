// Variables and functions of a unit, by index.
#pragma once

#include <clang/AST/Decl.h>
#include <llvm/ADT/DenseMap.h>

#include "model/unit.hpp"
#include "source_files.hpp"
#include "symbol_names.hpp"
#include "type_table.hpp"

namespace gordian::analyzer::facts {

class SymbolTable {
 public:
  SymbolTable(clang::ASTContext& context, Unit& unit, SourceFiles& files, SymbolNames& names,
              TypeTable& types);

  std::uint32_t variable(const clang::VarDecl& variable);
  std::uint32_t function(const clang::FunctionDecl& function);
  // What a captureless lambda converts to: a function that calls it.
  std::uint32_t invokerOf(const clang::CXXMethodDecl& callOperator);
  // A function that the source does not declare: the initialiser of a variable.
  std::uint32_t addName(FunctionName name);
  const std::vector<const clang::CXXMethodDecl*>& invoked() const { return invoked_; }

  const std::vector<const clang::VarDecl*>& variables() const { return variableDeclarations_; }
  const std::vector<const clang::FunctionDecl*>& functions() const { return functionDeclarations_; }

 private:
  void describe(const clang::FunctionDecl& function, FunctionName& described);
  void addOverrides(const clang::FunctionDecl& function, std::uint32_t index);

  clang::ASTContext& context_;
  Unit& unit_;
  SourceFiles& files_;
  SymbolNames& names_;
  TypeTable& types_;
  llvm::DenseMap<const clang::VarDecl*, std::uint32_t> variableIndices_;
  llvm::DenseMap<const clang::FunctionDecl*, std::uint32_t> functionIndices_;
  llvm::DenseMap<const clang::CXXMethodDecl*, std::uint32_t> invokers_;
  std::vector<const clang::CXXMethodDecl*> invoked_;
  std::vector<const clang::VarDecl*> variableDeclarations_;
  std::vector<const clang::FunctionDecl*> functionDeclarations_;  // null: an invoker
};

}  // namespace gordian::analyzer::facts
