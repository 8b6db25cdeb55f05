// The facts of one function.
#pragma once

#include <clang/AST/Decl.h>
#include <clang/AST/ExprCXX.h>

#include <optional>
#include <vector>

#include "unit_context.hpp"

namespace gordian::analyzer::facts {

// What stands inside a body and has facts of its own.
struct Inner {
  std::vector<const clang::CXXMethodDecl*> lambdas;
  std::vector<const clang::CXXRecordDecl*> classes;
};

// Of a definition.
Function extractFunction(UnitContext& unit, const clang::FunctionDecl& definition, Inner& inner);
// Of a variable at namespace scope with an initialiser; nothing if that does nothing of interest.
std::optional<Function> extractInitialiser(UnitContext& unit, const clang::VarDecl& variable,
                                           Inner& inner);
// Of what a captureless lambda converts to.
Function extractInvoker(UnitContext& unit, const clang::CXXMethodDecl& callOperator);

}  // namespace gordian::analyzer::facts
