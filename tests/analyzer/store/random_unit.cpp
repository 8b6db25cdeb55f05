#include "random_unit.hpp"

namespace gordian::testing {

using namespace analyzer;

std::uint32_t RandomUnit::below(std::size_t size) {
  return size == 0 ? 0 : *rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(size));
}

std::size_t RandomUnit::some(std::size_t most) {
  return below(most + 1);
}

TypeId RandomUnit::type() const {
  return TypeId{below(unit_.types.size())};
}

Location RandomUnit::location() const {
  return {below(unit_.files.size()), any<std::uint32_t>(), any<std::uint32_t>()};
}

Place RandomUnit::place() const {
  Place place;
  const std::size_t sizes[] = {0, formals_, locals_, unit_.variables.size(), events_};
  const Base base = kind(Base::Result);
  if (const std::size_t size = sizes[static_cast<std::size_t>(base)]; size > 0) {
    place.base = base;
    place.index = below(size);
  }
  for (std::size_t i = some(2); i > 0; --i) {
    const Step step = kind(Step::Offset);
    if (step == Step::Deref || step == Step::Element)
      place.steps.push_back({step, any<std::uint32_t>()});
    else if (const auto size = step == Step::Field ? unit_.fields.size() : indices_; size > 0)
      place.steps.push_back({step, below(size)});
  }
  return place;
}

Value RandomUnit::value() const {
  Value value;
  value.kind = kind(ValueKind::Differs);
  const bool isTest = value.kind == ValueKind::Equals || value.kind == ValueKind::Differs;
  if (isTest || value.kind == ValueKind::Held || value.kind == ValueKind::Address)
    value.place = place();
  if (value.kind == ValueKind::Function) value.function = below(unit_.functionNames.size());
  if (isTest || value.kind == ValueKind::Integer) value.integer = any<std::int64_t>();
  value.type = type();
  return value;
}

std::vector<Capability> RandomUnit::capabilities(std::size_t formals) {
  formals_ = formals;
  locals_ = events_ = indices_ = 0;
  std::vector<Capability> list(below(8) == 0 ? some() : 0);
  for (Capability& item : list) {
    item.kind = kind(Capability::Kind::NoAnalysis);
    for (std::size_t i = some(2); i > 0; --i) item.arguments.push_back(value());
    item.success = any<std::int64_t>();
  }
  return list;
}

Event RandomUnit::event() const {
  Event event;
  event.kind = kind(EventKind::Return);
  event.flags = any<std::uint8_t>();
  event.location = location();
  event.callee.kind = kind(CalleeKind::Indirect);
  if (event.callee.kind != CalleeKind::Indirect)
    event.callee.function = below(unit_.functionNames.size());
  if (below(2) == 0) event.place = place();
  if (below(2) == 0) event.value = value();
  if (below(4) == 0) event.callee.through = value();
  for (std::size_t i = some(3); i > 0; --i) event.arguments.push_back(value());
  return event;
}

std::vector<Local> RandomUnit::localList() const {
  std::vector<Local> list(some(3));
  for (Local& item : list)
    item = {any<std::string>(), type(), location(), any<bool>(), any<bool>()};
  return list;
}

// Types, files and function names are never missing: everything points there.
void RandomUnit::tables() {
  unit_.source = any<std::string>();
  unit_.files.resize(1 + some());
  unit_.types.resize(1 + some());
  unit_.records.resize(some());
  unit_.fields.resize(some());
  unit_.variables.resize(some());
  unit_.functionNames.resize(1 + some());
  for (File& file : unit_.files) file = {any<std::string>(), any<bool>()};
  for (Type& type : unit_.types)
    type = {any<std::string>(), any<std::string>(), below(unit_.records.size() + 1), any<bool>(),
            any<bool>()};
  for (Field& field : unit_.fields)
    field = {any<std::string>(), type(), location(), any<bool>(), any<bool>(), capabilities(1)};
  for (Record& record : unit_.records) {
    record = {any<std::string>(), location(), {}, {}, any<bool>(), capabilities(1)};
    for (std::size_t i = unit_.fields.empty() ? 0 : some(); i > 0; --i)
      record.fields.push_back(below(unit_.fields.size()));
    for (std::size_t i = some(2); i > 0; --i) record.bases.push_back(type());
  }
  for (Variable& variable : unit_.variables)
    variable = {any<std::string>(), any<std::string>(), type(),      location(),     any<bool>(),
                any<bool>(),        any<bool>(),        any<bool>(), capabilities(1)};
  for (FunctionName& name : unit_.functionNames) {
    name.key = any<std::string>();
    name.name = any<std::string>();
    name.full = any<std::string>();
    name.parameters = static_cast<std::uint32_t>(some());
    name.isMember = any<bool>();
    name.isSystem = any<bool>();
    name.isVirtual = any<bool>();
    for (auto* names : {&name.overrides, &name.reaches})
      for (std::size_t i = some(2); i > 0; --i) names->push_back(below(unit_.functionNames.size()));
    name.capabilities = capabilities(name.parameters + 1);
  }
}

Function RandomUnit::function() {
  Function function;
  function.name = below(unit_.functionNames.size());
  function.flags = any<std::uint16_t>();
  function.location = location();
  function.end = location();
  function.bodyHash = any<std::uint64_t>();
  function.closureRecord = below(unit_.records.size() + 1);
  function.formals = localList();
  function.locals = localList();
  function.events.resize(some(5));
  function.blocks.resize(some(3));
  formals_ = function.formals.size();
  locals_ = function.locals.size();
  events_ = function.events.size();
  function.indices.resize(some(3));
  indices_ = 0;
  for (IndexExpression& item : function.indices) {
    item.value = value();
    for (std::size_t i = some(2); i > 0; --i) item.reads.push_back(place());
    ++indices_;
  }
  for (Event& item : function.events) item = event();
  for (Block& block : function.blocks) {
    block.firstEvent = below(events_ + 1);
    block.eventCount = below(events_ - block.firstEvent + 1);
    for (std::size_t i = some(2); i > 0; --i)
      block.successors.push_back(below(function.blocks.size()));
    if (any<bool>()) block.condition = Condition{kind(Test::Less), value(), any<std::int64_t>()};
    block.isLoopHead = any<bool>();
    block.isCatch = any<bool>();
    block.isUnwinding = any<bool>();
  }
  return function;
}

Unit RandomUnit::make() {
  tables();
  unit_.functions.resize(some(3));
  for (Function& item : unit_.functions) item = function();
  unit_.problems.resize(some(2));
  for (Problem& problem : unit_.problems) problem = {location(), any<std::string>()};
  unit_.allowances.resize(some(2));
  for (Allowance& item : unit_.allowances)
    item = {location(), any<std::string>(), any<std::string>()};
  return std::move(unit_);
}

}  // namespace gordian::testing
