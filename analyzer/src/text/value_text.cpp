#include "value_text.hpp"

#include <utility>

namespace gordian::analyzer {
namespace {

std::string nameOf(const std::vector<Local>& variables, std::uint32_t index, const char* kind) {
  if (index >= variables.size()) return std::string(kind) + "?";
  const std::string& name = variables[index].name;
  return name.empty() ? kind + std::to_string(index) : name;
}

}  // namespace

std::string lastName(const std::string& qualified) {
  // Template arguments can contain "::" as well.
  int depth = 0;
  for (std::size_t i = qualified.size(); i-- > 0;) {
    if (qualified[i] == '>' || qualified[i] == ')') ++depth;
    if (qualified[i] == '<' || qualified[i] == '(') --depth;
    if (depth == 0 && qualified[i] == ':') return qualified.substr(i + 1);
  }
  return qualified;
}

std::string ValueText::base(const Place& place) const {
  switch (place.base) {
    case Base::Formal:
      return nameOf(function_.formals, place.index, "formal");
    case Base::Local:
      return nameOf(function_.locals, place.index, "temp");
    case Base::Global:
      return place.index < unit_.variables.size() ? "::" + unit_.variables[place.index].name
                                                  : "global?";
    case Base::Result:
      return "@" + std::to_string(place.index);
    case Base::Unknown:
      break;
  }
  return "?";
}

std::string ValueText::of(const Place& place) const {
  std::string text = base(place);
  bool isPointer = false;  // a Deref is waiting for what follows
  for (const PathStep& step : place.steps) {
    const bool wasPointer = std::exchange(isPointer, false);
    switch (step.step) {
      case Step::Deref:
        if (wasPointer) text = "(*" + text + ")";
        isPointer = true;
        break;
      case Step::Field: {
        const bool isKnown = step.index < unit_.fields.size();
        std::string field = isKnown ? lastName(unit_.fields[step.index].name) : "field?";
        if (field.empty()) field = "(anonymous)";
        text += (wasPointer ? "->" : ".") + field;
        break;
      }
      case Step::Element:
      case Step::Elements:
        if (wasPointer) text = "(*" + text + ")";
        text += (step.step == Step::Element ? "[" : "[i#") + std::to_string(step.index) + "]";
        break;
      case Step::Offset:
        text += "[+#" + std::to_string(step.index) + "]";
        break;
    }
  }
  return isPointer ? "*" + text : text;
}

std::string ValueText::of(const Value& value) const {
  switch (value.kind) {
    case ValueKind::Held:
      return of(value.place);
    case ValueKind::Address:
      return "&" + of(value.place);
    case ValueKind::Function:
      return value.function < unit_.functionNames.size()
                 ? "fn " + unit_.functionNames[value.function].full
                 : "fn ?";
    case ValueKind::Integer:
      return std::to_string(value.integer);
    case ValueKind::Null:
      return "null";
    case ValueKind::Equals:
      return "(" + of(value.place) + " == " + std::to_string(value.integer) + ")";
    case ValueKind::Differs:
      return "(" + of(value.place) + " != " + std::to_string(value.integer) + ")";
    case ValueKind::Unknown:
      break;
  }
  return "?";
}

std::string ValueText::of(const Callee& callee) const {
  if (callee.kind == CalleeKind::Indirect) return "through " + of(callee.through);
  std::string name = "?";
  if (callee.function < unit_.functionNames.size()) {
    name = unit_.functionNames[callee.function].full;
  }
  return (callee.kind == CalleeKind::Virtual ? "virtual " : "") + name;
}

}  // namespace gordian::analyzer
