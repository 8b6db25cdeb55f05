// What functions do. Most parts of most values are empty: a set of bits says which are there.
#pragma once

#include "describe.hpp"

namespace gordian::analyzer {

namespace detail {
inline constexpr unsigned kKindBits = 3;  // below the set of bits
inline constexpr std::uint64_t kKindMask = (1U << kKindBits) - 1;

// Kind and set in one number.
template <class Kind>
std::uint64_t packed(Kind kind, std::uint64_t set) {
  return static_cast<std::uint64_t>(kind) | set << kKindBits;
}
}  // namespace detail

template <class Archive>
void Description<Archive>::place(Place& value) {
  kind(value.base, Base::Result, "base");
  switch (value.base) {
    case Base::Unknown:
      any(value.index);
      break;
    case Base::Formal:
      index(value.index, formals_, "parameter");
      break;
    case Base::Local:
      index(value.index, locals_, "local");
      break;
    case Base::Global:
      index(value.index, variables_, "variable");
      break;
    case Base::Result:
      index(value.index, events_, "event");
      break;
  }
  list(value.steps, [&](PathStep& step) {
    kind(step.step, Step::Offset, "step");
    if (step.step == Step::Field)
      index(step.index, fields_, "field");
    else if (step.step == Step::Elements || step.step == Step::Offset)
      index(step.index, indices_, "index expression");
    else
      any(step.index);
  });
}

template <class Archive>
void Description<Archive>::value(Value& value) {
  enum : std::uint64_t { kPlace = 1, kFunction = 2, kInteger = 4, kType = 8, kAll = 15 };
  std::uint64_t set = 0;
  if (!(value.place == Place{})) set |= kPlace;
  if (value.function != 0 || value.kind == ValueKind::Function) set |= kFunction;
  if (value.integer != 0) set |= kInteger;
  if (value.type != TypeId{}) set |= kType;
  std::uint64_t head = detail::packed(value.kind, set);
  archive_.bounded(head, detail::packed(ValueKind{}, kAll) | detail::kKindMask, "value");
  set = head >> detail::kKindBits;
  if constexpr (Archive::kReads) {
    static_assert(static_cast<std::uint64_t>(ValueKind::Differs) == detail::kKindMask);
    value.kind = static_cast<ValueKind>(head & detail::kKindMask);
    if (value.kind == ValueKind::Function && (set & kFunction) == 0)
      failAt(archive_.offset(), "a function value without a function");
  }
  if ((set & kPlace) != 0) place(value.place);
  if ((set & kFunction) != 0) index(value.function, names_, "function name");
  if ((set & kInteger) != 0) signedNumber(value.integer);
  if ((set & kType) != 0) typeId(value.type);
}

template <class Archive>
void Description<Archive>::callee(Callee& value) {
  kind(value.kind, CalleeKind::Indirect, "callee");
  if (value.kind == CalleeKind::Indirect)
    any(value.function);  // not used
  else
    index(value.function, names_, "function name");
  this->value(value.through);
}

template <class Archive>
void Description<Archive>::event(Event& value) {
  enum : std::uint64_t { kPlace = 1, kValue = 2, kCallee = 4, kArguments = 8, kAll = 15 };
  const bool calls = value.kind == EventKind::Call || value.kind == EventKind::Closure;
  std::uint64_t set = 0;
  if (!(value.place == Place{})) set |= kPlace;
  if (!(value.value == Value{})) set |= kValue;
  if (calls || !(value.callee == Callee{})) set |= kCallee;
  if (!value.arguments.empty()) set |= kArguments;
  std::uint64_t head = detail::packed(value.kind, set);
  archive_.bounded(head, detail::packed(EventKind{}, kAll) | detail::kKindMask, "event");
  set = head >> detail::kKindBits;
  if constexpr (Archive::kReads) {
    if ((head & detail::kKindMask) > static_cast<std::uint64_t>(EventKind::Return))
      failAt(archive_.offset(), "unknown kind of event");
    value.kind = static_cast<EventKind>(head & detail::kKindMask);
    if ((value.kind == EventKind::Call || value.kind == EventKind::Closure) && (set & kCallee) == 0)
      failAt(archive_.offset(), "a call without a callee");
  }
  archive_.bounded(value.flags, std::numeric_limits<std::uint8_t>::max(), "flags");
  location(value.location);
  if ((set & kPlace) != 0) place(value.place);
  if ((set & kValue) != 0) this->value(value.value);
  if ((set & kCallee) != 0) callee(value.callee);
  if ((set & kArguments) != 0)
    list(value.arguments, [&](Value& argument) { this->value(argument); });
}

template <class Archive>
void Description<Archive>::local(Local& value) {
  archive_.text(value.name);
  typeId(value.type);
  location(value.location);
  archive_.flag(value.isReference);
  archive_.flag(value.escapes);
}

template <class Archive>
void Description<Archive>::function(Function& value) {
  index(value.name, names_, "function name");
  archive_.bounded(value.flags, std::numeric_limits<std::uint16_t>::max(), "flags");
  location(value.location);
  location(value.end);
  archive_.fixed(value.bodyHash);
  index(value.closureRecord, records_ + 1, "record");
  archive_.open(value.formals);
  archive_.open(value.locals);
  archive_.open(value.blocks);
  archive_.open(value.events);
  archive_.open(value.indices);
  formals_ = value.formals.size();
  locals_ = value.locals.size();
  events_ = value.events.size();
  // An expression refers to those before it, so nothing that is read goes round in a circle.
  indices_ = 0;
  for (IndexExpression& item : value.indices) {
    this->value(item.value);
    list(item.reads, [&](Place& read) { place(read); });
    ++indices_;
  }
  for (Local& item : value.formals) local(item);
  for (Local& item : value.locals) local(item);
  for (Block& block : value.blocks) {
    index(block.firstEvent, events_ + 1, "event");
    index(block.eventCount, events_ - block.firstEvent + 1, "event");
    list(block.successors, [&](std::uint32_t& next) { index(next, value.blocks.size(), "block"); });
    bool hasCondition = block.condition.has_value();
    archive_.flag(hasCondition);
    if (hasCondition) {
      if (!block.condition) block.condition.emplace();
      kind(block.condition->test, Test::Less, "test");
      this->value(block.condition->value);
      signedNumber(block.condition->constant);
    }
    archive_.flag(block.isLoopHead);
    archive_.flag(block.isCatch);
    archive_.flag(block.isUnwinding);
  }
  for (Event& item : value.events) event(item);
}

}  // namespace gordian::analyzer
