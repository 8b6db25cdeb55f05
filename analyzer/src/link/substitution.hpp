// The callee's names in the caller's terms, at one call.
#pragma once

#include <array>
#include <vector>

#include "points.hpp"
#include "storage.hpp"

namespace gordian::analyzer {

class Substitution {
 public:
  // `actuals`: the evaluated values of the callee's formals, as far as they are known. `state`: of
  // the caller, before the call; it does not change meanwhile.
  Substitution(Storage& storage, const State& state, const std::vector<Val>& actuals,
               std::uint32_t op)
      : storage_(storage), state_(state), actuals_(actuals), op_(op) {}

  PathId place(PathId path);
  Val value(const Val& value);
  // What the callee finds in `path` at its entry.
  Val load(PathId path);
  // Where the caller passes on what it was given, what the callee needs of that is bound to where
  // the caller finds it, so that the caller needs it, too; to a path `longer` by so many steps.
  Binding bind(const std::vector<PathId>& needs, unsigned longer);

 private:
  PathId find(PathId path);
  Val actual(std::uint32_t formal) const {
    return formal < actuals_.size() ? actuals_[formal] : Val{};
  }

  Storage& storage_;
  const State& state_;
  const std::vector<Val>& actuals_;
  std::uint32_t op_;
  // What place() said, the last time for each slot: what is stored into an object shares its steps.
  struct Known {
    PathId path{};
    PathId place{};
  };
  std::array<Known, 64> known_{};
};

}  // namespace gordian::analyzer
