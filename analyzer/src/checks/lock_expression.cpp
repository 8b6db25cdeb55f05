#include "lock_expression.hpp"

#include <algorithm>
#include <string_view>

namespace gordian::analyzer {
namespace {

// Without the scopes that both are in.
std::string seenFrom(std::string name, std::string scope) {
  for (;;) {
    const std::size_t end = name.find("::");
    if (end == std::string::npos || !scope.starts_with(name.substr(0, end + 2))) return name;
    name.erase(0, end + 2);
    scope.erase(0, end + 2);
  }
}

// No instance of a template, and nothing without a name.
bool isPlain(const std::string& name) {
  return !name.empty() && name.find_first_of("()<>{} ") == std::string::npos;
}

}  // namespace

std::string withoutAnonymous(std::string name) {
  constexpr std::string_view kAnonymous = "(anonymous)::";
  for (std::size_t at; (at = name.find(kAnonymous)) != std::string::npos;)
    name.erase(at, kAnonymous.size());
  return name;
}

std::string lastPart(const std::string& qualified) {
  const std::size_t colon = qualified.rfind("::");
  return colon == std::string::npos ? qualified : qualified.substr(colon + 2);
}

LockExpression lockExpression(const Describe& describe, FunctionId function, PathId lock,
                              const std::string& scope) {
  const Program& program = describe.program();
  Paths& paths = describe.contexts().program().paths();
  std::vector<PathId> steps;
  for (PathId at = lock; !paths.isRoot(at); at = paths.parent(at)) steps.push_back(at);
  std::reverse(steps.begin(), steps.end());
  LockExpression found;
  const std::uint32_t number = paths.rootNumber(lock);
  bool isArrow = false;
  if (paths.rootKind(lock) == Root::Global) {
    const VariableInfo& variable = program[static_cast<VariableId>(number)];
    found.text = variable.isStaticLocal
                     ? lastPart(variable.name)
                     : seenFrom(withoutAnonymous(variable.name), withoutAnonymous(scope));
    if (!isPlain(found.text)) return {};
  } else if (paths.rootKind(lock) != Root::Formal || steps.empty()) {
    return {};
  } else if (paths.lastStep(steps[0]) == StepKind::Deref && number == 0 &&
             (function == kNoFunction || program[function].isMember)) {
    steps.erase(steps.begin());
  } else {
    const FunctionInfo& info = program[function];
    if (info.body == nullptr || number >= info.body->formals.size()) return {};
    found.text = found.parameter = info.body->formals[number].name;
    if (!isPlain(found.text)) return {};
  }
  // A pointer to a lock stands for it.
  if (!steps.empty() && paths.lastStep(steps.back()) == StepKind::Deref) steps.pop_back();
  for (const PathId step : steps) {
    if (paths.lastStep(step) == StepKind::Deref) {
      if (isArrow) return {};
      isArrow = true;
      continue;
    }
    if (paths.lastStep(step) != StepKind::Field || paths.lastNumber(step) >= kPseudoFields)
      return {};
    const std::string field = lastPart(program[static_cast<FieldId>(paths.lastNumber(step))].name);
    if (!isPlain(field)) return {};
    if (!found.text.empty()) found.text += isArrow ? "->" : ".";
    found.text += field;
    isArrow = false;
  }
  return found;
}

}  // namespace gordian::analyzer
