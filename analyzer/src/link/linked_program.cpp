#include "linked_program.hpp"

namespace gordian::analyzer {
namespace {

constexpr int kRounds = 4;           // of a component of recursion
constexpr std::size_t kLarge = 200;  // functions in one: two rounds must do
constexpr int kRoundsOfLarge = 2;

}  // namespace

LinkedProgram::LinkedProgram(const Program& program, const LibraryTable& table)
    : lowering_(program, table, paths_), bodies_(program.functions().size()), virtuals_(program) {
  for (std::size_t i = 0; i < program.fields().size(); ++i) {
    const std::string& name = program.fields()[i].name;
    if (name.starts_with("std::pair<") && name.ends_with(">::second"))
      paths_.addValueField(static_cast<std::uint32_t>(i));
  }
  for (std::size_t i = 0; i < bodies_.size(); ++i) {
    const auto id = static_cast<FunctionId>(i);
    // What the table says of a function is more than its body would.
    if (program[id].body != nullptr && lowering_.meaningOf(id) == nullptr)
      bodies_[i] = lowering_.lower(id);
    else
      bodies_[i].id = id;
  }
  callables_ = std::make_unique<Callables>(lowering_, bodies_, virtuals_);
  lockKinds_ = std::make_unique<LockKinds>(lowering_, bodies_);
  graph_ = std::make_unique<CallGraph>(lowering_, bodies_, *callables_, virtuals_);
  facts_.resize(bodies_.size());
  for (std::size_t i = 0; i < bodies_.size(); ++i)
    if (bodies_[i].source == nullptr) facts_[i].summary.exits.emplace_back();  // comes back
  analyse();
}

void LinkedProgram::analyse() {
  const DataflowInput input{lowering_, *lockKinds_, *callables_, virtuals_, keys_, facts_};
  for (const std::vector<FunctionId>& component : graph_->components()) {
    const bool isRecursive = component.size() > 1 || graph_->callsItself(component.front());
    const int rounds = !isRecursive ? 1 : component.size() > kLarge ? kRoundsOfLarge : kRounds;
    for (int round = 0; round < rounds; ++round) {
      bool hasChanged = false;
      for (const FunctionId function : component) {
        if (!hasBody(function)) continue;
        FunctionFacts found = Dataflow(input, body(function)).run();
        hasChanged |= found.summary != facts_[index(function)].summary;
        facts_[index(function)] = std::move(found);
      }
      if (!hasChanged) break;
    }
  }
  lowering_.declarations().learn(facts_);
}

LockKind LinkedProgram::lockKind(FunctionId function, PathId lock) const {
  if (const auto declared = lockKinds_->declared(function, lock)) return *declared;
  const bool isField = !paths_.isRoot(lock) && paths_.lastStep(lock) == StepKind::Field;
  if (isField && paths_.lastNumber(lock) < kPseudoFields)
    return table().lockKind(
        program()[program()[static_cast<FieldId>(paths_.lastNumber(lock))].type].name);
  if (paths_.isRoot(lock) && paths_.rootKind(lock) == Root::Global)
    return table().lockKind(
        program()[program()[static_cast<VariableId>(paths_.rootNumber(lock))].type].name);
  return LockKind::Mutex;
}

LinkedLocation LinkedProgram::locationOf(FunctionId function, std::uint32_t op) const {
  const Body& body = this->body(function);
  if (body.source == nullptr) return {};
  if (op >= body.source->events.size()) return program().locate(body.unit, body.source->end);
  return program().locate(body.unit, body.source->events[op].location);
}

}  // namespace gordian::analyzer
