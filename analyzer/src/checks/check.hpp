// What every check gets, and the list of them: one file each.
#pragma once

#include <map>
#include <string>

#include "check_program.hpp"
#include "describe.hpp"
#include "guard_beliefs.hpp"

namespace gordian::analyzer {

struct CheckInput {
  Contexts& contexts;
  const Concurrency& concurrency;
  const Describe& describe;
  const SharedData& data;
  const GuardBeliefs& beliefs;
  const CheckSettings& settings;
  FindingHandler& handler;
};

// Data of which known threads have shown that it is not guarded, and how sure that is.
using ObjectsTold = std::map<std::string, Confidence>;

void checkLockOrder(const CheckInput& input, CheckCounts& counts);              // GD101, GD102
ObjectsTold checkSharedAccesses(const CheckInput& input, CheckCounts& counts);  // GD401, GD402
void checkBelievedAccesses(const CheckInput& input, const ObjectsTold& told);   // GD401
void checkCallsUnderLock(const CheckInput& input);                              // GD406
void checkEscapedReferences(const CheckInput& input);                           // GD403
void checkMissingUnlocks(const CheckInput& input);                              // GD404
void checkUnusedGuards(const CheckInput& input);                                // GD408
void checkWaits(const CheckInput& input);                                       // GD407

}  // namespace gordian::analyzer
