#include "check_program.hpp"

#include <set>

#include "check.hpp"

namespace gordian::analyzer {

struct ProgramCheck::Program {
  analyzer::Program units;
  LibraryTable table;
};

ProgramCheck::ProgramCheck() : program_(std::make_unique<Program>()) {}

ProgramCheck::~ProgramCheck() = default;

void ProgramCheck::add(Unit unit) {
  program_->units.add(std::move(unit));
}

CheckCounts ProgramCheck::judge(const CheckSettings& settings, FindingHandler& handler) {
  program_->units.link();
  const LinkedProgram linked(program_->units, program_->table);
  Contexts contexts(linked, settings.entryPoints);
  const Concurrency concurrency(contexts);
  const Describe describe(contexts, concurrency);
  CheckCounts counts;
  for (const FunctionInfo& function : program_->units.functions())
    counts.functions += function.body != nullptr;
  for (const AbstractThread& thread : contexts.threads())
    counts.threads += thread.kind != ThreadKind::Callers;
  std::set<std::pair<FunctionId, std::uint32_t>> acquisitions;
  for (const Occurrence& at : contexts.of(PointKind::Acquire))
    acquisitions.emplace(contexts[at.node].function, contexts.pointOf(at).op);
  counts.acquisitions = acquisitions.size();
  const SharedData data(contexts, describe);
  const GuardBeliefs beliefs(contexts, concurrency, describe, data);
  const CheckInput input{contexts, concurrency, describe, data, beliefs, settings, handler};
  checkLockOrder(input, counts);
  const ToldAccesses told = checkDeclaredGuards(input);
  checkDeclaredCalls(input);
  checkDeclaredOrder(input);
  checkBelievedAccesses(input, checkSharedAccesses(input, told, counts));
  checkMissingUnlocks(input);
  checkCallsUnderLock(input);
  checkEscapedReferences(input);
  checkUnusedGuards(input);
  checkWaits(input);
  return counts;
}

}  // namespace gordian::analyzer
