// How a function has a lock at one of its places, judged by that function alone.
//
// A lock whose type is a capability is looked at as Clang's analysis does: by the name that is
// written there, taken by a function that is declared to acquire it. Others are looked at as the
// link does, which follows guards of every kind.
#pragma once

#include <map>
#include <set>

#include "describe.hpp"

namespace gordian::analyzer {

// A lock, as one function names it.
struct LockName {
  PathId declared{};        // as a declaration would name it
  PathId taken{};           // what is locked of it
  bool isFollowed = false;  // its type is a capability
  auto operator<=>(const LockName&) const = default;
};

// From good to bad.
enum class Sight : std::uint8_t {
  Held,
  Asserted,    // by a function that is declared to
  AtEntry,     // if whoever calls holds it
  SharedOnly,  // where it is to be held exclusively
  Hidden,      // held, in a way that Clang does not see; or not certainly
  Gone,        // released before, or nothing leads there
};

class LockSight {
 public:
  explicit LockSight(const Describe& describe);

  // At this op, on all ways to it.
  Sight at(FunctionId function, std::uint32_t op, const LockName& lock, Mode mode) const;
  Sight of(FunctionId function, std::uint32_t heldSet, const LockName& lock, Mode mode) const;
  // What hinders that callers hold it all the time; empty: nothing.
  std::string conflict(FunctionId function, const LockName& lock) const;
  // Locks that Clang follows and that the function asserts to be held, or lets go of meanwhile,
  // without having taken them.
  std::map<LockName, Mode> expected(FunctionId function) const;
  // A place that `callee` names by its formals, as it is written in a call of it.
  PathId written(FunctionId caller, std::uint32_t op, PathId path) const;

 private:
  // Of the first points from `op` on, whichever way is taken from there.
  Sight next(FunctionId function, std::uint32_t block, std::uint32_t op, const LockName& lock,
             Mode mode, std::set<std::uint32_t>& passed) const;
  bool isAcquiredAs(FunctionId function, std::uint32_t op, PathId declared) const;

  const Describe& describe_;
  const LinkedProgram& program_;
  Paths& paths_;
};

}  // namespace gordian::analyzer
