#include "body.hpp"

#include <algorithm>

namespace gordian::analyzer {
namespace {

Root rootOf(Base base) {
  switch (base) {
    case Base::Unknown:
      return Root::Unknown;
    case Base::Formal:
      return Root::Formal;
    case Base::Local:
      return Root::Local;
    case Base::Global:
      return Root::Global;
    case Base::Result:
      return Root::Result;
  }
  return Root::Unknown;
}

}  // namespace

const Meaning* Lowering::meaningOf(FunctionId function) {
  Known& known = meanings_[index(function)];
  if (!known.isKnown) {
    known = {true, table_.find(program_[function].name, program_[function].full)};
    const Meaning* declared = declarations_.meaningOf(function);
    if (declared != nullptr) known.meaning = declared;
  }
  return known.meaning;
}

PathId Lowering::targetOf(PathId path) {
  if (!paths_.isRoot(path) || paths_.rootKind(path) != Root::Global) return kUnknownPath;
  const auto* target = pointers_.find(static_cast<VariableId>(paths_.rootNumber(path)));
  if (target == nullptr) return kUnknownPath;
  const FunctionInfo& info = program_[target->initialiser];
  Body initialiser;
  initialiser.source = info.body;
  initialiser.unit = info.unit;
  return place(initialiser, *target->place);
}

PathId Lowering::place(const Body& body, const Place& place) {
  const UnitNumbers& numbers = program_.numbers(body.unit);
  std::uint32_t number = place.index;
  if (place.base == Base::Global) number = static_cast<std::uint32_t>(numbers.variables[number]);
  PathId path = paths_.root(rootOf(place.base), number);
  for (const PathStep& step : place.steps) {
    switch (step.step) {
      case Step::Field:
        path = paths_.field(path, static_cast<std::uint32_t>(numbers.fields[step.index]));
        break;
      case Step::Deref: {
        const PathId target = targetOf(path);
        path = target != kUnknownPath ? target : paths_.deref(path);
        break;
      }
      case Step::Element:
        path = paths_.step(path, StepKind::Element, step.index);
        break;
      case Step::Elements:
      case Step::Offset: {
        const Value& index = body.source->indices[step.index].value;
        const bool isElements = step.step == Step::Elements;
        const bool isConstant = index.kind == ValueKind::Integer;
        const StepKind kind = isElements ? (isConstant ? StepKind::Element : StepKind::Elements)
                                         : (isConstant ? StepKind::Offset : StepKind::Offsets);
        path = paths_.step(path, kind,
                           isConstant ? static_cast<std::uint32_t>(index.integer) : step.index);
        break;
      }
    }
  }
  return path;
}

Val Lowering::value(const Body& body, const Value& value) {
  switch (value.kind) {
    case ValueKind::Unknown:
      return {};
    case ValueKind::Held: {
      const PathId held = place(body, value.place);
      const PathId target = targetOf(held);
      return target != kUnknownPath ? Val::pointer(target) : Val::loaded(held);
    }
    case ValueKind::Address:
      return Val::pointer(place(body, value.place));
    case ValueKind::Function:
      return Val::function(program_.numbers(body.unit).functions[value.function]);
    case ValueKind::Integer:
      return Val::number(value.integer);
    case ValueKind::Null:
      return Val::number(0);
    case ValueKind::Equals:
      return {Val::Kind::Equals, place(body, value.place), value.integer};
    case ValueKind::Differs:
      return {Val::Kind::Differs, place(body, value.place), value.integer};
  }
  return {};
}

void Lowering::lowerOp(Body& body, const Event& event) {
  const UnitNumbers& numbers = program_.numbers(body.unit);
  Op op;
  op.kind = event.kind;
  op.flags = event.flags;
  op.place = place(body, event.place);
  op.value = value(body, event.value);
  op.type = numbers.types[index(event.value.type)];
  op.firstArgument = static_cast<std::uint32_t>(body.arguments.size());
  op.argumentCount = static_cast<std::uint32_t>(event.arguments.size());
  for (const Value& argument : event.arguments)
    body.arguments.push_back({value(body, argument), numbers.types[index(argument.type)]});
  if (event.kind == EventKind::Call || event.kind == EventKind::Closure) {
    op.calleeKind = event.callee.kind;
    if (op.calleeKind == CalleeKind::Indirect) {
      op.value = value(body, event.callee.through);
      if (op.value.is(Val::Kind::Function)) {
        op.calleeKind = CalleeKind::Direct;
        op.callee = op.value.functionId();
      }
    } else {
      op.callee = numbers.functions[event.callee.function];
    }
    if (event.kind == EventKind::Call && op.callee != kNoFunction)
      op.meaning = meaningOf(op.callee);
  }
  body.ops.push_back(op);
}

Body Lowering::lower(FunctionId function) {
  const FunctionInfo& info = program_[function];
  Body body;
  body.id = function;
  body.source = info.body;
  body.unit = info.unit;
  body.ops.reserve(info.body->events.size());
  for (const IndexExpression& expression : info.body->indices) {
    body.indexReads.emplace_back();
    for (const Place& read : expression.reads) body.indexReads.back().push_back(place(body, read));
  }
  for (const Event& event : info.body->events) lowerOp(body, event);
  for (const Block& block : info.body->blocks)
    body.conditions.push_back(block.condition ? value(body, block.condition->value) : Val{});
  body.order = orderOf(info.body->blocks);
  return body;
}

std::vector<FieldId> captureFields(const Program& program, FunctionId lambda) {
  const FunctionInfo& info = program[lambda];
  if (info.body == nullptr || info.body->closureRecord == 0) return {};
  const Unit& unit = program.units()[info.unit];
  std::vector<FieldId> result;
  for (const std::uint32_t field : unit.records[info.body->closureRecord - 1].fields)
    result.push_back(program.numbers(info.unit).fields[field]);
  return result;
}

}  // namespace gordian::analyzer
