// Whether a function asks which of two objects of one kind comes first: by their addresses
// (`&a < &b`, std::less on pointers, std::min of them), or by the same member of both
// (`a.id < b.id`, `a->name() < b->name()`). Such functions often take locks in that order.
//
// Conditions of loops do not count: a pointer that runs to an end is no such question.
#pragma once

#include <clang/AST/Stmt.h>

namespace gordian::analyzer::facts {

bool asksForOrder(const clang::Stmt* body);

}  // namespace gordian::analyzer::facts
