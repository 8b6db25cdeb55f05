// Whether a lock that an attribute names is held, in a context.
#pragma once

#include "describe.hpp"

namespace gordian::analyzer {

enum class Holding : std::uint8_t {
  Held,
  SharedOnly,  // where it is to be held exclusively
  Perhaps,     // on some of the ways, or under a name that may mean another object
  NotHeld,
};

class DeclaredLockTest {
 public:
  explicit DeclaredLockTest(const Describe& describe)
      : contexts_(describe.contexts()), describe_(describe) {}

  // `lock`: as functions take it, in the program's names. `set`: an interned set of locks.
  Holding holding(std::uint32_t set, PathId lock, Mode mode) const;
  // The object that `path` lies in is being made or destroyed in this context: nobody else has it.
  bool isOfConstruction(NodeId node, PathId path) const;

 private:
  bool isVague(PathId lock) const;
  bool isConstructing(NodeId node, PathId path, int depth) const;

  Contexts& contexts_;
  const Describe& describe_;
};

}  // namespace gordian::analyzer
