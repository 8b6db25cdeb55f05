// Which locks are recursive, where the program says so elsewhere than in the type: by an attribute
// at initialisation, there or in a function that initialises what it is given. Locks are told apart
// by field and variable.
#pragma once

#include <optional>
#include <unordered_map>

#include "body.hpp"

namespace gordian::analyzer {

class LockKinds {
 public:
  LockKinds(Lowering& lowering, const std::vector<Body>& bodies);

  // Nothing: as its type and the call say.
  std::optional<LockKind> declared(FunctionId function, PathId lock) const;

 private:
  std::uint64_t nodeOf(FunctionId function, PathId path) const;
  void collect(const Body& body);
  // Whether something new is known: what the callee makes of its formals.
  bool takeFromCallees(const Body& body);

  Lowering& lowering_;
  std::unordered_map<std::uint64_t, LockKind> kinds_;            // of locks and attributes
  std::unordered_map<std::uint64_t, std::uint64_t> attributes_;  // lock, attribute
};

}  // namespace gordian::analyzer
