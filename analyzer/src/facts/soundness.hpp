// Whether the compiler understood a piece of code. What it did not must not be looked into: types
// are missing there.
#pragma once

#include <clang/AST/Decl.h>
#include <clang/AST/Stmt.h>

namespace gordian::analyzer::facts {

bool isSound(const clang::Stmt* statement);
// Its declaration, initialisers and body. Quick when the unit has no errors at all.
bool isSound(const clang::FunctionDecl& definition);

}  // namespace gordian::analyzer::facts
