// The facts of one translation unit, from its syntax tree.
#pragma once

#include <clang/AST/ASTContext.h>

#include "allowances.hpp"
#include "model/unit.hpp"

namespace gordian::analyzer::facts {

void extractUnit(clang::ASTContext& context, const std::vector<AllowComment>& comments, Unit& unit);

}  // namespace gordian::analyzer::facts
