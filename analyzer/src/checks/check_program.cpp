#include "check_program.hpp"

#include <optional>
#include <set>

#include "check.hpp"
#include "infer.hpp"

namespace gordian::analyzer {
namespace {

// Everything that the checks read, each part made of those before it.
struct Known {
  Known(const Program& units, const LibraryTable& table, const CheckSettings& settings)
      : linked(units, table),
        contexts(linked, settings.entryPoints),
        concurrency(contexts),
        describe(contexts, concurrency),
        data(contexts, describe),
        beliefs(contexts, concurrency, describe, data) {}

  LinkedProgram linked;
  Contexts contexts;
  Concurrency concurrency;
  Describe describe;
  SharedData data;
  GuardBeliefs beliefs;
};

CheckCounts countsOf(const Program& units, const Contexts& contexts) {
  CheckCounts counts;
  for (const FunctionInfo& function : units.functions())
    counts.functions += function.body != nullptr;
  for (const AbstractThread& thread : contexts.threads())
    counts.threads += thread.kind != ThreadKind::Callers;
  std::set<std::pair<FunctionId, std::uint32_t>> acquisitions;
  for (const Occurrence& at : contexts.of(PointKind::Acquire))
    acquisitions.emplace(contexts[at.node].function, contexts.pointOf(at).op);
  counts.acquisitions = acquisitions.size();
  return counts;
}

}  // namespace

struct ProgramCheck::Program {
  analyzer::Program units;
  LibraryTable table;
  std::optional<Known> known;

  Known& link(const CheckSettings& settings) {
    known.reset();
    units.link();
    return known.emplace(units, table, settings);
  }
};

ProgramCheck::ProgramCheck() : program_(std::make_unique<Program>()) {}

ProgramCheck::~ProgramCheck() = default;

void ProgramCheck::add(Unit unit) {
  program_->units.add(std::move(unit));
}

CheckCounts ProgramCheck::judge(const CheckSettings& settings, FindingHandler& handler) {
  Known& known = program_->link(settings);
  CheckCounts counts = countsOf(program_->units, known.contexts);
  const CheckInput input{known.contexts, known.concurrency, known.describe, known.data,
                         known.beliefs,  settings,          handler};
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

Inference ProgramCheck::annotate(const CheckSettings& settings, const PlaceTest& placeTest) {
  Known& known = program_->link(settings);
  return inferAnnotations(known.contexts, known.concurrency, known.describe, known.data,
                          known.beliefs, placeTest);
}

}  // namespace gordian::analyzer
