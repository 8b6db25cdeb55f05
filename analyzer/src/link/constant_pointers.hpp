// Pointers and references at namespace scope that are set where they are declared, to an object at
// namespace scope, and never again: whoever follows them means that object. A lock has one name
// then, whichever way it is taken.
#pragma once

#include <unordered_map>

#include "program.hpp"

namespace gordian::analyzer {

class ConstantPointers {
 public:
  struct Target {
    FunctionId initialiser{};      // whose unit and index expressions `place` is of
    const Place* place = nullptr;  // of the program's units
  };
  explicit ConstantPointers(const Program& program);

  // Null: it may lead elsewhere.
  const Target* find(VariableId variable) const;

 private:
  std::unordered_map<VariableId, Target> targets_;
};

}  // namespace gordian::analyzer
