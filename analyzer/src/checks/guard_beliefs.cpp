#include "guard_beliefs.hpp"

#include <algorithm>

namespace gordian::analyzer {
namespace {

constexpr std::size_t kMaxPlaces = 200;  // of one datum, whose threads are compared
constexpr double kMaxOfFunction = 4;     // so much one function weighs at most
constexpr std::size_t kMinCalls = 3;     // with the lock, and so much of all of them,
constexpr double kMostCalls = 0.7;       // for a function to leave it to its callers

Declared keyOf(const LinkedLocation& location) {
  return {static_cast<std::uint32_t>(location.file), location.line, location.column};
}

}  // namespace

GuardBeliefs::GuardBeliefs(Contexts& contexts, const Concurrency& concurrency,
                           const Describe& describe, const SharedData& data)
    : contexts_(contexts), concurrency_(concurrency), describe_(describe) {
  collect(data);
  for (auto& [datum, group] : groups_) {
    dropLonely(group);
    conclude(datum, group);
  }
  groups_.clear();
}

// A field of the project; those of the library's own types are parts of what they are in.
bool GuardBeliefs::isField(PathId path) const {
  const Paths& paths = contexts_.program().paths();
  const Program& program = describe_.program();
  if (paths.lastStep(path) != StepKind::Field || paths.lastNumber(path) >= kPseudoFields)
    return false;
  const LinkedLocation& at = program[static_cast<FieldId>(paths.lastNumber(path))].location;
  return at.line != 0 && !program[at.file].isSystem;
}

bool GuardBeliefs::datumOf(PathId path, Datum& datum) const {
  const Paths& paths = contexts_.program().paths();
  if (path == kUnknownPath || paths.rootKind(path) == Root::Private) return false;
  const Program& program = describe_.program();
  datum = {};
  PathId at = path;
  while (!paths.isRoot(at) && !isField(at)) {
    if (paths.lastStep(at) == StepKind::Deref) {
      if (datum.isBehind) return false;
      datum.isBehind = true;
    }
    at = paths.parent(at);
  }
  datum.place = at;
  for (; !paths.isRoot(at) && paths.lastStep(at) != StepKind::Deref; at = paths.parent(at))
    if (isField(at))
      datum.fields.push_back(keyOf(program[static_cast<FieldId>(paths.lastNumber(at))].location));
  if (paths.isRoot(datum.place) && paths.rootKind(at) == Root::Global)
    datum.fields.push_back(keyOf(program[static_cast<VariableId>(paths.rootNumber(at))].location));
  return !datum.fields.empty() && std::get<1>(datum.fields.front()) != 0;
}

// An object of a class that has a lock and nothing else is a lock, by the name that it has.
PathId GuardBeliefs::wholeLock(PathId lock) const {
  const Paths& paths = contexts_.program().paths();
  const Program& program = describe_.program();
  while (lock != kUnknownPath && !paths.isRoot(lock) && paths.lastStep(lock) == StepKind::Field) {
    const PathId whole = paths.parent(lock);
    const bool isNamed = paths.isRoot(whole) ? paths.rootKind(whole) == Root::Global
                                             : paths.lastStep(whole) == StepKind::Field;
    if (!isNamed) break;
    const TypeInfo& type = program[describe_.type(whole)];
    if (type.record == kNoRecord || type.isPointer || program[type.record].fields.size() != 1)
      break;
    lock = whole;
  }
  return lock;
}

bool GuardBeliefs::guardOf(const Datum& datum, PathId lock, Guard& guard) const {
  const Paths& paths = contexts_.program().paths();
  const Program& program = describe_.program();
  if (lock == kUnknownPath) return false;
  PathId at = wholeLock(lock);
  if (!paths.isRoot(at) && paths.lastStep(at) == StepKind::Deref) at = paths.parent(at);
  if (paths.isRoot(at)) {
    if (paths.rootKind(at) != Root::Global) return false;
    guard = {keyOf(program[static_cast<VariableId>(paths.rootNumber(at))].location), false};
    return true;
  }
  if (paths.lastStep(at) != StepKind::Field || paths.lastNumber(at) >= kPseudoFields) return false;
  guard.declared = keyOf(program[static_cast<FieldId>(paths.lastNumber(at))].location);
  // Of the object itself, or of one that contains it. What is behind a pointer is another object.
  const PathId owner = paths.parent(at);
  guard.isMember = true;
  for (PathId object = datum.place; !paths.isRoot(object);) {
    object = paths.parent(object);
    if (object == owner) return true;
    if (!paths.isRoot(object) && paths.lastStep(object) == StepKind::Deref) break;
  }
  guard.isMember = false;
  return paths.rootKind(at) == Root::Global && !paths.hasDeref(at) && !paths.hasElements(at);
}

// Who calls a library is not known, and they may be many.
bool GuardBeliefs::canOverlap(const Occurrence& a, const Occurrence& b) const {
  const auto isFromOutside = [this](ThreadIndex thread) {
    return contexts_[thread].kind == ThreadKind::Callers;
  };
  for (const ThreadIndex x : contexts_[a.node].reachedBy) {
    for (const ThreadIndex y : contexts_[b.node].reachedBy) {
      if (!contexts_.hasMain() && isFromOutside(x) && isFromOutside(y)) return true;
      // Of a whole program, when somebody calls from outside is not known.
      if (contexts_.hasMain() && concurrency_.dependsOnCallers(x, y)) continue;
      if (concurrency_.overlap(x, a.threads, y, b.threads)) return true;
    }
  }
  return false;
}

bool GuardBeliefs::meetsOthers(const Occurrence& at, bool isWrite, const Group& group) const {
  for (const auto& [key, seen] : group.places) {
    if (!isWrite && !seen.isWrite) continue;
    for (const Way& way : seen.ways)
      if (canOverlap(at, *way.at)) return true;
  }
  return false;
}

// What no other thread can meet needs no lock; an owner reads what only it writes.
void GuardBeliefs::dropLonely(Group& group) const {
  if (group.locks.empty() || group.places.size() > kMaxPlaces) return;
  for (auto& place : group.places) {
    auto& seen = place.second;
    std::erase_if(seen.ways, [&](const Way& way) {
      return way.guards.empty() && !meetsOthers(*way.at, seen.isWrite, group);
    });
  }
  std::erase_if(group.places, [](const auto& one) { return one.second.ways.empty(); });
}

// Not by the function itself.
bool GuardBeliefs::isHeldByCallers(const Guard& guard, const Occurrence& at) const {
  Datum datum;
  Guard held;
  const std::vector<HeldLock>& given = contexts_.heldSet(contexts_[at.node].held);
  return datumOf(at.path, datum) &&
         std::any_of(given.begin(), given.end(), [&](const HeldLock& one) {
           return one.isCertain && guardOf(datum, one.lock, held) && held == guard;
         });
}

GuardBeliefs::Place GuardBeliefs::placeOf(const Guard& guard, const Seen& seen) const {
  Place place;
  place.function = seen.function;
  place.isWrite = seen.isWrite;
  std::vector<NodeId> with, without;
  for (const Way& way : seen.ways) {
    const bool holds = way.guards.count(guard) > 0;
    if (!holds)
      place.without.push_back(way.at);
    else if (place.with == nullptr)
      place.with = way.at;
    std::vector<NodeId>& nodes = holds ? with : without;
    nodes.insert(nodes.end(), way.nodes.begin(), way.nodes.end());
  }
  if (with.empty() || without.empty() || !isHeldByCallers(guard, *place.with)) return place;
  place.callers = callersOf(contexts_, std::move(with), std::move(without));
  const std::size_t held = place.callers.with.size();
  const std::size_t missed = place.callers.without.size();
  place.isLeftToCallers =
      missed > 0 && held >= kMinCalls &&
      static_cast<double>(held) >= kMostCalls * static_cast<double>(held + missed);
  return place;
}

GuardBeliefs::Belief GuardBeliefs::judge(const Guard& guard, PathId lock,
                                         const Group& group) const {
  Belief belief;
  belief.guard = guard;
  belief.lock = lock;
  std::map<FunctionId, double> with;
  std::map<FunctionId, double> without;
  for (const auto& [key, seen] : group.places) {
    Place place = placeOf(guard, seen);
    const bool isHeld = place.holds() || place.isLeftToCallers;
    double& weight = (isHeld ? with : without)[seen.function];
    weight = std::min(kMaxOfFunction, weight + (seen.isWrite ? 2 : 1));
    belief.holding += isHeld;
    belief.isWrittenUnderIt |= isHeld && seen.isWrite;
    belief.places.push_back(std::move(place));
  }
  const auto sum = [](const std::map<FunctionId, double>& weights) {
    double total = 0;
    for (const auto& [function, weight] : weights) total += weight;
    return total;
  };
  belief.holdingFunctions = with.size();
  belief.share = belief.holding == 0 ? 0 : sum(with) / (sum(with) + sum(without));
  return belief;
}

// Of it, or of an object that it is in; with `isBehind` of what the pointer points to.
const Declarations::Locks& GuardBeliefs::declared(const Datum& datum) const {
  static const Declarations::Locks kNone;
  const Declarations& declarations = contexts_.program().declarations();
  const Paths& paths = contexts_.program().paths();
  const auto guards = [&](auto of, bool isTarget) -> const Declarations::Locks& {
    return isTarget ? declarations.targetGuards(of) : declarations.guards(of);
  };
  bool isTarget = datum.isBehind;
  for (PathId at = datum.place;; at = paths.parent(at), isTarget = false) {
    if (paths.isRoot(at))
      return paths.rootKind(at) == Root::Global
                 ? guards(static_cast<VariableId>(paths.rootNumber(at)), isTarget)
                 : kNone;
    if (paths.lastStep(at) == StepKind::Deref) return kNone;
    if (!isField(at)) continue;
    const auto& found = guards(static_cast<FieldId>(paths.lastNumber(at)), isTarget);
    if (!found.empty()) return found;
  }
}

// As the class declares it: relative to the object, or a global.
Guard GuardBeliefs::named(const DeclaredLock& lock) const {
  const Paths& paths = contexts_.program().paths();
  const Program& program = describe_.program();
  const bool isMember = paths.rootKind(lock.lock) != Root::Global;
  for (PathId at = lock.lock; !paths.isRoot(at); at = paths.parent(at))
    if (isField(at))
      return {keyOf(program[static_cast<FieldId>(paths.lastNumber(at))].location), isMember};
  return isMember
             ? Guard{}
             : Guard{keyOf(program[static_cast<VariableId>(paths.rootNumber(lock.lock))].location),
                     false};
}

void GuardBeliefs::conclude(const Datum& datum, const Group& group) {
  const Declarations::Locks& written = declared(datum);
  for (const DeclaredLock& one : written) {
    const Guard guard = named(one);
    const auto lock = group.locks.find(guard);
    if (lock == group.locks.end()) continue;
    Belief belief = judge(guard, lock->second, group);
    belief.isDeclared = true;
    beliefs_.emplace(datum, std::move(belief));
    return;
  }
  if (!written.empty()) return;  // nothing to guess
  Belief best;
  for (const auto& [guard, lock] : group.locks) {
    Belief belief = judge(guard, lock, group);
    if (belief.share > best.share) best = std::move(belief);
  }
  if (best.holding > 0) beliefs_.emplace(datum, std::move(best));
}

const GuardBeliefs::Belief* GuardBeliefs::of(PathId path) const {
  Datum datum;
  if (!datumOf(path, datum)) return nullptr;
  const auto known = beliefs_.find(datum);
  return known == beliefs_.end() ? nullptr : &known->second;
}

}  // namespace gordian::analyzer
