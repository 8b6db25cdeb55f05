// The facts of one translation unit, from its syntax tree.
#pragma once

#include <clang/AST/ASTContext.h>

#include "model/unit.hpp"

namespace gordian::analyzer::facts {

void extractUnit(clang::ASTContext& context, Unit& unit);

}  // namespace gordian::analyzer::facts
