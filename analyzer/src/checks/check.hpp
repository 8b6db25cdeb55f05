// What every check gets, and the list of them: one file each.
#pragma once

#include "check_program.hpp"
#include "describe.hpp"

namespace gordian::analyzer {

struct CheckInput {
  Contexts& contexts;
  const Concurrency& concurrency;
  const Describe& describe;
  const CheckSettings& settings;
  FindingHandler& handler;
};

void checkLockOrder(const CheckInput& input, CheckCounts& counts);       // GD101, GD102
void checkSharedAccesses(const CheckInput& input, CheckCounts& counts);  // GD401, GD402
void checkUnusedGuards(const CheckInput& input);                         // GD408
void checkWaits(const CheckInput& input);                                // GD407

}  // namespace gordian::analyzer
