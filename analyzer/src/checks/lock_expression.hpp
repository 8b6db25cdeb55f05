// The words for a lock in somebody's declaration.
#pragma once

#include <string>

#include "describe.hpp"

namespace gordian::analyzer {

struct LockExpression {
  std::string text;       // empty: the declaration cannot name it
  std::string parameter;  // that it begins with
};

// `function`: whose formals the path begins with; kNoFunction: *Formal 0 is the object that a field
// is in. `scope`: the qualified name of what is declared.
LockExpression lockExpression(const Describe& describe, FunctionId function, PathId lock,
                              const std::string& scope);

// Without the scopes that have no name.
std::string withoutAnonymous(std::string name);

// "ns::Stats::hits" -> "hits"
std::string lastPart(const std::string& qualified);

}  // namespace gordian::analyzer
