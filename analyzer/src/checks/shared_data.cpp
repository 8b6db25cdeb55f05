#include "shared_data.hpp"

#include <algorithm>

namespace gordian::analyzer {
namespace {

// Of a list by path, which grows as far as it is asked.
template <class T>
T& itemOf(std::vector<T>& list, PathId path) {
  if (index(path) >= list.size()) list.resize(2 * index(path) + 1);
  return list[index(path)];
}

}  // namespace

SharedData::SharedData(Contexts& contexts, const Describe& describe)
    : contexts_(contexts),
      describe_(describe),
      placeByOp_(contexts.program().program().functions().size()) {
  std::vector<std::uint32_t> numbers;  // by path: 1 + its group
  for (const Occurrence& at : contexts.of(PointKind::Access)) {
    if (!counts(at)) continue;
    accesses_.push_back(&at);
    Place& place = placeOf(contexts[at.node].function, contexts.pointOf(at).op);
    if (!place.isCounted) ++places_;
    place.isCounted = true;
    if (!isKnown(at.path)) continue;
    std::uint32_t& number = itemOf(numbers, at.path);
    if (number == 0) {
      groups_.push_back({at.path, {}});
      number = static_cast<std::uint32_t>(groups_.size());
    }
    groups_[number - 1].accesses.push_back(&at);
  }
  addWholes(numbers);
}

// What is done to a whole object is done to its parts.
void SharedData::addWholes(const std::vector<std::uint32_t>& numbers) {
  const Paths& paths = contexts_.program().paths();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i] == 0) continue;
    for (auto whole = static_cast<PathId>(i); !paths.isRoot(whole);) {
      if (paths.lastStep(whole) == StepKind::Deref) break;
      whole = paths.parent(whole);
      if (index(whole) >= numbers.size() || numbers[index(whole)] == 0) continue;
      std::vector<const Occurrence*>& parts = groups_[numbers[i] - 1].accesses;
      const bool isInContainer = describe_.isContainer(whole);
      for (const Occurrence* at : groups_[numbers[index(whole)] - 1].accesses)
        if (at->path == whole && !(isInContainer && isLookUp(*at))) parts.push_back(at);
    }
  }
}

// Reads a container to find an element or to count, not the elements themselves, as a copy does.
bool SharedData::isLookUp(const Occurrence& at) const {
  const Point& point = contexts_.pointOf(at);
  const Op& op = contexts_.program().body(contexts_[at.node].function).ops[point.op];
  if (point.has(kWrites) || op.kind != EventKind::Call || op.callee == kNoFunction) return false;
  const std::string& name = describe_.program()[op.callee].name;
  const std::size_t end = name.rfind("::");
  if (end == std::string::npos) return false;
  const std::string last = name.substr(end + 2);
  const std::string whole = "::" + name.substr(0, std::min(end, name.find('<')));
  return last != "operator=" && !whole.ends_with("::" + last);
}

bool SharedData::counts(const Occurrence& at) {
  const Point& point = contexts_.pointOf(at);
  if (isUnshareable(at.path) || placeOf(contexts_[at.node].function, point.op).isSystem)
    return false;
  if (isOfOwnConstruction(at)) return false;
  // The initialiser of a function's static variable runs once, and others wait for it.
  const Paths& paths = contexts_.program().paths();
  return !(point.has(kInitialising) && paths.isRoot(at.path) &&
           paths.rootKind(at.path) == Root::Global);
}

SharedData::Place& SharedData::placeOf(FunctionId function, std::uint32_t op) {
  std::vector<Place>& places = placeByOp_[index(function)];
  if (places.empty()) places.resize(contexts_.program().body(function).ops.size() + 1);
  Place& place = places[op];
  if (!place.isAsked) place = {true, describe_.isSystem(function, op), false};
  return place;
}

bool SharedData::isUnshareable(PathId path) {
  Sharing& known = itemOf(sharing_, path);
  if (known == Sharing::NotAsked)
    known = isMeantForThreads(path) ? Sharing::Never : Sharing::Possible;
  return known == Sharing::Never;
}

// Objects that are made for several threads, and what never changes.
bool SharedData::isMeantForThreads(PathId path) const {
  const Program& program = describe_.program();
  const LibraryTable& table = contexts_.program().table();
  const Paths& paths = contexts_.program().paths();
  for (PathId at = path;; at = paths.parent(at)) {
    const TypeInfo& type = program[describe_.type(at)];
    if (type.isAtomic && at == path) return true;
    if (table.isSynchroniser(type.name) && !type.isPointer) return true;
    const Declarations& declared = contexts_.program().declarations();
    if (!type.isPointer && (declared.isLock(type.record) || declared.isGuard(type.record)))
      return true;
    if (paths.isRoot(at)) break;
    const bool isField =
        paths.lastStep(at) == StepKind::Field && paths.lastNumber(at) < kPseudoFields;
    if (paths.lastStep(at) == StepKind::Field && !isField) return true;
    if (isField && at == path && program[static_cast<FieldId>(paths.lastNumber(at))].isConst)
      return true;
  }
  if (paths.rootKind(path) != Root::Global) return false;
  const VariableInfo& variable = program[static_cast<VariableId>(paths.rootNumber(path))];
  if (variable.isThreadLocal && !paths.hasDeref(path)) return true;
  return variable.isConst && !paths.hasDeref(path);
}

// A constructor's or destructor's accesses to its object, unless it began a thread itself.
bool SharedData::isOfOwnConstruction(const Occurrence& at) const {
  const FunctionId function = contexts_[at.node].function;
  const std::uint16_t flags = contexts_.program().body(function).source->flags;
  if ((flags & (kConstructor | kDestructor)) == 0) return false;
  Paths& paths = contexts_.program().paths();
  const PathId self = contexts_.canonical(at.node, paths.deref(paths.root(Root::Formal, 0)));
  if (self == kUnknownPath || !paths.startsWith(at.path, self)) return false;
  const Point& point = contexts_.pointOf(at);
  return (flags & kDestructor) != 0 || point.threads == 0;
}

bool SharedData::isKnown(PathId path) const {
  const Paths& paths = contexts_.program().paths();
  switch (paths.rootKind(path)) {
    case Root::Global:
    case Root::Class:
      return true;
    case Root::Object: {
      const ObjectOrigin& origin = contexts_.object(paths.rootNumber(path));
      if (origin.root == Root::Local) return true;
      return origin.root == Root::Result &&
             contexts_.program()[origin.function].isFresh[origin.number];
    }
    default:
      return false;
  }
}

}  // namespace gordian::analyzer
