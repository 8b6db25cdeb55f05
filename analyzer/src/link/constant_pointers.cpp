#include "constant_pointers.hpp"

#include <algorithm>

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
  for (std::size_t i = 0; i < program.functions().size(); ++i)
    if (const FunctionInfo& info = program.functions()[i]; info.body != nullptr)
      collect(info, static_cast<FunctionId>(i), program);
  std::erase_if(targets_, [&](const auto& known) { return mayChange_.contains(known.first); });
}

void ConstantPointers::collect(const FunctionInfo& info, FunctionId id, const Program& program) {
  const std::vector<VariableId>& variables = program.numbers(info.unit).variables;
  const bool isInitialiser = (info.body->flags & kInitialiser) != 0;
  const auto change = [&](const Place& place) {
    if (isVariable(place)) mayChange_[variables[place.index]] = true;
  };
  const auto look = [&](const Value& value) {
    if (value.kind == ValueKind::Address) change(value.place);
  };
  for (const Event& event : info.body->events) {
    look(event.value);
    look(event.callee.through);
    for (const Value& argument : event.arguments) look(argument);
    const bool isSet = event.kind == EventKind::Write || event.kind == EventKind::Assign;
    if (!isSet || !isVariable(event.place)) continue;
    if (!isInitialiser) {
      change(event.place);
    } else if (event.kind == EventKind::Assign) {
      const Target target{id, &event.value.place};
      if (!isObject(event.value) || !targets_.emplace(variables[event.place.index], target).second)
        change(event.place);
    }
  }
}

const ConstantPointers::Target* ConstantPointers::find(VariableId variable) const {
  const auto known = targets_.find(variable);
  return known == targets_.end() ? nullptr : &known->second;
}

}  // namespace gordian::analyzer
