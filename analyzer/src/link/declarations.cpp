#include "declarations.hpp"

#include <algorithm>

namespace gordian::analyzer {

using Kind = Capability::Kind;

// Without those that no place names.
Declarations::Locks Declarations::locks(const DeclaredCapability& declared, Mode mode,
                                        FunctionId function) const {
  Locks result;
  for (const Value& argument : declared.capability->arguments)
    if (const auto lock = lockOf(argument, declared.unit, mode, function)) result.push_back(*lock);
  // Nothing between the brackets: the object itself.
  if (declared.capability->arguments.empty() && function != kNoFunction &&
      program_[function].isMember)
    result.push_back({self_, program_.classOf(function), mode});
  return result;
}

std::optional<DeclaredLock> Declarations::lockOf(const Value& value, std::uint32_t unit, Mode mode,
                                                 FunctionId function) const {
  if (value.kind != ValueKind::Address && value.kind != ValueKind::Held) return std::nullopt;
  const UnitNumbers& numbers = program_.numbers(unit);
  const Place& place = value.place;
  PathId path = kUnknownPath;
  LinkedType type{};
  if (place.base == Base::Global) {
    const VariableId variable = numbers.variables[place.index];
    path = paths_.root(Root::Global, static_cast<std::uint32_t>(variable));
    type = program_[variable].type;
  } else if (place.base == Base::Formal) {
    path = paths_.root(Root::Formal, place.index);
    type = typeOfFormal(function, place.index);
  } else {
    return std::nullopt;
  }
  for (const PathStep& step : place.steps) {
    if (step.step == Step::Field) {
      const FieldId field = numbers.fields[step.index];
      path = paths_.field(path, static_cast<std::uint32_t>(field));
      type = program_[field].type;
    } else if (step.step == Step::Deref) {
      path = paths_.deref(path);
    } else if (step.step == Step::Element) {
      path = paths_.step(path, StepKind::Element, step.index);
    } else {
      return std::nullopt;
    }
  }
  if (value.kind == ValueKind::Held) path = paths_.deref(path);
  if (path == kUnknownPath) return std::nullopt;
  const bool isSelf = path == self_ && function != kNoFunction && program_[function].isMember;
  return DeclaredLock{path, isSelf ? program_.classOf(function) : program_[type].record, mode};
}

LinkedType Declarations::typeOfFormal(FunctionId function, std::uint32_t formal) const {
  if (function == kNoFunction) return LinkedType{};
  const FunctionInfo& info = program_[function];
  if (info.body == nullptr || formal >= info.body->formals.size()) return LinkedType{};
  return program_.numbers(info.unit).types[index(info.body->formals[formal].type)];
}

Declarations::Declarations(const Program& program, const LibraryTable& table, Paths& paths)
    : program_(program),
      table_(table),
      paths_(paths),
      self_(paths.deref(paths.root(Root::Formal, 0))) {
  const auto add = [](Locks& into, const Locks& locks) {
    into.insert(into.end(), locks.begin(), locks.end());
  };
  const auto readData = [&](const auto& info, std::size_t number, PathId own, Table& guards,
                            Table& targets) {
    for (const DeclaredCapability& declared : info.capabilities) {
      const Locks locks = this->locks(declared, Mode::Exclusive, kNoFunction);
      const DeclaredLock lock{own, program[info.type].record, Mode::Exclusive};
      const Kind kind = declared.capability->kind;
      if (kind == Kind::GuardedBy) add(guards[number], locks);
      if (kind == Kind::PointsToGuardedBy) add(targets[number], locks);
      for (const DeclaredLock& other : locks) {
        if (kind == Kind::AcquiredBefore) orders_.push_back({lock, other, info.location});
        if (kind == Kind::AcquiredAfter) orders_.push_back({other, lock, info.location});
      }
    }
  };
  for (std::size_t i = 0; i < program.records().size(); ++i)
    recordByName_.emplace(program.records()[i].name, static_cast<RecordId>(i));
  for (std::size_t i = 0; i < program.fields().size(); ++i)
    readData(program.fields()[i], i, paths.field(self_, static_cast<std::uint32_t>(i)),
             fieldGuards_, fieldTargets_);
  for (std::size_t i = 0; i < program.variables().size(); ++i)
    readData(program.variables()[i], i, paths.root(Root::Global, static_cast<std::uint32_t>(i)),
             variableGuards_, variableTargets_);
  for (std::size_t i = 0; i < program.functions().size(); ++i) {
    const auto id = static_cast<FunctionId>(i);
    if (program[id].capabilities.empty()) continue;
    for (const DeclaredCapability& declared : program[id].capabilities) {
      switch (declared.capability->kind) {
        case Kind::Requires:
          add(required_[i], locks(declared, Mode::Exclusive, id));
          break;
        case Kind::RequiresShared:
          add(required_[i], locks(declared, Mode::Shared, id));
          break;
        case Kind::Releases:
        case Kind::ReleasesGeneric:
          add(released_[i], locks(declared, Mode::Exclusive, id));
          break;
        case Kind::ReleasesShared:
          add(released_[i], locks(declared, Mode::Shared, id));
          break;
        case Kind::Excludes:
          add(excluded_[i], locks(declared, Mode::Exclusive, id));
          break;
        case Kind::NoAnalysis:
          unanalysed_.insert(i);
          break;
        default:
          break;
      }
    }
    giveMeaning(id);
  }
  readNamedAssertions();
}

const Declarations::Locks& Declarations::of(const Table& table, std::size_t number) {
  static const Locks kNone;
  const auto place = table.find(number);
  return place == table.end() ? kNone : place->second;
}

bool Declarations::hasGuards() const {
  return !fieldGuards_.empty() || !variableGuards_.empty() || !fieldTargets_.empty() ||
         !variableTargets_.empty();
}

const Meaning* Declarations::meaningOf(FunctionId function) const {
  const auto place = meanings_.find(index(function));
  return place == meanings_.end() ? nullptr : place->second.get();
}

bool Declarations::has(RecordId record, Kind kind) const {
  if (record == kNoRecord) return false;
  const std::vector<DeclaredCapability>& declared = program_[record].capabilities;
  return std::any_of(declared.begin(), declared.end(),
                     [&](const DeclaredCapability& one) { return one.capability->kind == kind; });
}

bool Declarations::isLock(RecordId record) const {
  return has(record, Kind::Capability);
}

bool Declarations::isGuard(RecordId record) const {
  return has(record, Kind::ScopedCapability);
}

// A base's functions may do the locking.
std::optional<PathId> Declarations::inner(RecordId record) const {
  for (int depth = 0; record != kNoRecord && depth < 8; ++depth) {
    if (const auto known = inner_.find(index(record)); known != inner_.end()) return known->second;
    const std::vector<std::string>& bases = program_[record].bases;
    if (bases.empty()) break;
    const auto base = recordByName_.find(bases.front());
    record = base == recordByName_.end() ? kNoRecord : base->second;
  }
  return std::nullopt;
}

PathId Declarations::taken(const DeclaredLock& lock) const {
  const auto member = inner(lock.record);
  return member ? paths_.withPrefix(*member, self_, lock.lock) : lock.lock;
}

PathId Declarations::taken(PathId lock, FunctionId function) const {
  if (inner_.empty()) return lock;
  if (lock == self_) return taken(DeclaredLock{lock, program_.classOf(function), Mode::Exclusive});
  const bool isBehind = !paths_.isRoot(lock) && paths_.lastStep(lock) == StepKind::Deref;
  const PathId at = isBehind ? paths_.parent(lock) : lock;
  LinkedType type{};
  if (!paths_.isRoot(at)) {
    if (paths_.lastStep(at) == StepKind::Field && paths_.lastNumber(at) < kPseudoFields)
      type = program_[static_cast<FieldId>(paths_.lastNumber(at))].type;
  } else if (paths_.rootKind(at) == Root::Global) {
    type = program_[static_cast<VariableId>(paths_.rootNumber(at))].type;
  } else if (paths_.rootKind(at) == Root::Formal) {
    type = typeOfFormal(function, paths_.rootNumber(at));
  }
  return taken(DeclaredLock{lock, program_[type].record, Mode::Exclusive});
}

void Declarations::learn(const std::vector<FunctionFacts>& facts) {
  std::unordered_set<std::size_t> ambiguous;
  const auto note = [&](const DeclaredLock& lock, PathId held) {
    if (held == lock.lock || !paths_.startsWith(held, lock.lock)) return;
    const PathId member = paths_.withPrefix(held, lock.lock, self_);
    const auto [place, isNew] = inner_.emplace(index(lock.record), member);
    if (!isNew && place->second != member) ambiguous.insert(index(lock.record));
  };
  const auto noteAll = [&](const DeclaredLock& lock, FunctionId function) {
    for (const Exit& exit : facts[index(function)].summary.exits)
      for (const Held& held : exit.acquired) note(lock, held.lock);
  };
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const auto id = static_cast<FunctionId>(i);
    if (meaningOf(id) != nullptr) continue;
    for (const DeclaredCapability& declared : program_[id].capabilities) {
      const Kind kind = declared.capability->kind;
      if (kind != Kind::Acquires && kind != Kind::AcquiresShared) continue;
      for (const DeclaredLock& lock : locks(declared, Mode::Exclusive, id))
        if (isLock(lock.record)) noteAll(lock, id);
    }
  }
  for (const FunctionId id : locking_) noteAll({self_, program_.classOf(id), Mode::Exclusive}, id);
  for (const std::size_t record : ambiguous) inner_.erase(record);
}

}  // namespace gordian::analyzer
