#include "constant_pointers.hpp"

#include <algorithm>
#include <unordered_set>

namespace gordian::analyzer {
namespace {

bool isVariable(const Place& place) {
  return place.base == Base::Global && place.steps.empty();
}

// Not what another pointer leads to: that one could lead back.
bool isObject(const Value& value) {
  const std::vector<PathStep>& steps = value.place.steps;
  return value.kind == ValueKind::Address && value.place.base == Base::Global &&
         std::none_of(steps.begin(), steps.end(),
                      [](const PathStep& step) { return step.step == Step::Deref; });
}

}  // namespace

ConstantPointers::ConstantPointers(const Program& program) {
  std::unordered_set<VariableId> changing;
  for (std::size_t i = 0; i < program.functions().size(); ++i) {
    const FunctionInfo& info = program.functions()[i];
    if (info.body == nullptr) continue;
    const std::vector<VariableId>& variables = program.numbers(info.unit).variables;
    const bool isInitialiser = (info.body->flags & kInitialiser) != 0;
    const auto look = [&](const Value& value) {
      if (value.kind == ValueKind::Address && isVariable(value.place))
        changing.insert(variables[value.place.index]);
    };
    for (const Event& event : info.body->events) {
      look(event.value);
      look(event.callee.through);
      for (const Value& argument : event.arguments) look(argument);
      const bool isAssigned = event.kind == EventKind::Assign;
      if ((event.kind != EventKind::Write && !isAssigned) || !isVariable(event.place)) continue;
      const VariableId variable = variables[event.place.index];
      if (!isInitialiser)
        changing.insert(variable);
      else if (isAssigned &&
               (!isObject(event.value) ||
                !targets_.try_emplace(variable, static_cast<FunctionId>(i), &event.value.place)
                     .second))
        changing.insert(variable);
    }
  }
  std::erase_if(targets_, [&](const auto& known) { return changing.contains(known.first); });
}

const ConstantPointers::Target* ConstantPointers::find(VariableId variable) const {
  const auto known = targets_.find(variable);
  return known == targets_.end() ? nullptr : &known->second;
}

}  // namespace gordian::analyzer
