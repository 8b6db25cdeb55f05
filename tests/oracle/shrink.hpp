// The smallest program that is still judged wrong in the same way.
#pragma once

#include <functional>

#include "program.hpp"

namespace gordian::oracle {

// Takes away threads, operations, kinds and whatever else as long as `isWrong` holds (Zeller's
// delta debugging, one step at a time). Deterministic; it holds of `program`.
Program shrink(Program program, const std::function<bool(const Program&)>& isWrong);

}  // namespace gordian::oracle
