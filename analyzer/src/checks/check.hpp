// What every check gets, and the list of them: one file each.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "check_program.hpp"
#include "describe.hpp"
#include "guard_beliefs.hpp"

namespace gordian::analyzer {

// Accesses that are told already, by function and op.
using ToldAccesses = std::set<std::pair<FunctionId, std::uint32_t>>;

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

void checkLockOrder(const CheckInput& input, CheckCounts& counts);  // GD101, GD102
// Against what is written: GUARDED_BY (GD401), REQUIRES (GD401) and EXCLUDES (GD102), the declared
// order (GD304).
ToldAccesses checkDeclaredGuards(const CheckInput& input);
void checkDeclaredCalls(const CheckInput& input);
void checkDeclaredOrder(const CheckInput& input);
// GD401, GD402
ObjectsTold checkSharedAccesses(const CheckInput& input, const ToldAccesses& told,
                                CheckCounts& counts);
void checkBelievedAccesses(const CheckInput& input, const ObjectsTold& told);  // GD401
void checkCallsUnderLock(const CheckInput& input);                             // GD406
void checkEscapedReferences(const CheckInput& input);                          // GD403
void checkMissingUnlocks(const CheckInput& input);                             // GD404
void checkUnusedGuards(const CheckInput& input);                               // GD408
void checkWaits(const CheckInput& input);                                      // GD407

}  // namespace gordian::analyzer
