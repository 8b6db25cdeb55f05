#include "describe.hpp"

#include <algorithm>
#include <map>

namespace gordian::analyzer {
namespace {

constexpr std::size_t kMaxWay = 24;

std::string lastPart(const std::string& qualified) {
  int depth = 0;
  for (std::size_t i = qualified.size(); i-- > 0;) {
    if (qualified[i] == '>' || qualified[i] == ')') ++depth;
    if (qualified[i] == '<' || qualified[i] == '(') --depth;
    if (depth == 0 && qualified[i] == ':') return qualified.substr(i + 1);
  }
  return qualified;
}

// "main::(lambda)::operator()" -> "lambda in main"
std::string forPeople(const std::string& function) {
  constexpr std::string_view kLambda = "(lambda)";
  const std::size_t last = function.rfind(kLambda);
  if (last == std::string::npos) return function;
  const std::string rest = function.substr(last + kLambda.size());
  if (rest != "::operator()" && !rest.empty()) return function;
  if (last < 2) return "lambda";
  return "lambda in " + forPeople(function.substr(0, last - 2));
}

}  // namespace

bool isMark(const HeldLock& held) {
  return held.kind == LockKind::OnceFlag && held.mode == Mode::Shared;
}

std::string Describe::rootName(PathId path) const {
  const Paths& paths = contexts_.program().paths();
  const std::uint32_t number = paths.rootNumber(path);
  switch (paths.rootKind(path)) {
    case Root::Global:
      return program()[static_cast<VariableId>(number)].name;
    case Root::Class:
      return program()[static_cast<RecordId>(number)].simple;
    case Root::Object: {
      const ObjectOrigin& origin = contexts_.object(number);
      if (origin.root != Root::Local) return "";
      return contexts_.program().body(origin.function).source->locals[origin.number].name;
    }
    default:
      return "";
  }
}

std::string Describe::name(PathId path) const {
  const Paths& paths = contexts_.program().paths();
  std::vector<PathId> steps;
  for (PathId at = path; !paths.isRoot(at); at = paths.parent(at)) steps.push_back(at);
  std::string text = rootName(path);
  // An object of no name is known by its class.
  bool isAnonymous = text.empty() || paths.rootKind(path) == Root::Class;
  bool isPointer = false;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    const std::uint32_t number = paths.lastNumber(*step);
    switch (paths.lastStep(*step)) {
      case StepKind::Deref:
        isPointer = true;
        break;
      case StepKind::Field:
        if (number >= kPseudoFields) break;
        if (isAnonymous)
          text = program()[static_cast<FieldId>(number)].name;
        else
          text += (isPointer ? "->" : ".") + lastPart(program()[static_cast<FieldId>(number)].name);
        isAnonymous = false;
        isPointer = false;
        break;
      case StepKind::Element:
      case StepKind::Offset:
        text += "[" + std::to_string(number) + "]";
        isPointer = false;
        break;
      case StepKind::Elements:
      case StepKind::Offsets:
        text += "[]";
        isPointer = false;
        break;
    }
  }
  if (isPointer) text = "*" + text;
  return text.empty() ? "memory" : text;
}

std::string Describe::className(PathId path) const {
  const Paths& paths = contexts_.program().paths();
  for (PathId at = path; !paths.isRoot(at); at = paths.parent(at)) {
    if (paths.lastStep(at) == StepKind::Field && paths.lastNumber(at) < kPseudoFields)
      return program()[static_cast<FieldId>(paths.lastNumber(at))].name;
  }
  const std::string root = rootName(path);
  if (paths.rootKind(path) != Root::Object || root.empty()) return root;
  const ObjectOrigin& origin = contexts_.object(paths.rootNumber(path));
  return program()[origin.function].name + "::" + root;
}

SourcePoint Describe::declaration(PathId path) const {
  const Paths& paths = contexts_.program().paths();
  LinkedLocation location;
  FunctionId function = kNoFunction;
  PathId at = path;
  while (!paths.isRoot(at) &&
         (paths.lastStep(at) != StepKind::Field || paths.lastNumber(at) >= kPseudoFields))
    at = paths.parent(at);
  const std::uint32_t number = paths.rootNumber(path);
  if (!paths.isRoot(at)) {
    location = program()[static_cast<FieldId>(paths.lastNumber(at))].location;
  } else if (paths.rootKind(path) == Root::Global) {
    location = program()[static_cast<VariableId>(number)].location;
  } else if (paths.rootKind(path) == Root::Object) {
    const ObjectOrigin& origin = contexts_.object(number);
    function = origin.function;
    const Body& body = contexts_.program().body(function);
    if (origin.root == Root::Local)
      location = program().locate(body.unit, body.source->locals[origin.number].location);
    else if (origin.root == Root::Result)
      location = contexts_.program().locationOf(function, origin.number);
  }
  if (location.line == 0) return {};
  return {program()[location.file].path, location.line, location.column,
          function == kNoFunction ? "" : forPeople(program()[function].name)};
}

LinkedType Describe::type(PathId path) const {
  const Paths& paths = contexts_.program().paths();
  const std::uint32_t number = paths.rootNumber(path);
  if (!paths.isRoot(path)) {
    if (paths.lastStep(path) != StepKind::Field || paths.lastNumber(path) >= kPseudoFields)
      return LinkedType{};
    return program()[static_cast<FieldId>(paths.lastNumber(path))].type;
  }
  if (paths.rootKind(path) == Root::Global) return program()[static_cast<VariableId>(number)].type;
  if (paths.rootKind(path) != Root::Object) return LinkedType{};
  const ObjectOrigin& origin = contexts_.object(number);
  if (origin.root != Root::Local) return LinkedType{};
  const Body& body = contexts_.program().body(origin.function);
  return program().numbers(body.unit).types[index(body.source->locals[origin.number].type)];
}

bool Describe::isContainer(PathId path) const {
  const TypeInfo& info = program()[type(path)];
  return contexts_.program().table().isContainer(info.name) && !info.isPointer;
}

bool Describe::isCapture(PathId path) const {
  const Paths& paths = contexts_.program().paths();
  if (paths.isRoot(path) || paths.lastStep(path) != StepKind::Field) return false;
  const std::uint32_t number = paths.lastNumber(path);
  return number < kPseudoFields &&
         program()[static_cast<FieldId>(number)].name.find("(lambda)::") != std::string::npos;
}

SourcePoint Describe::source(FunctionId function, std::uint32_t op) const {
  const LinkedLocation location = contexts_.program().locationOf(function, op);
  SourcePoint point;
  point.function = forPeople(program()[function].name);
  if (location.line == 0) return point;
  point.file = program()[location.file].path;
  point.line = location.line;
  point.column = location.column;
  return point;
}

bool Describe::isSystem(FunctionId function, std::uint32_t op) const {
  const LinkedLocation location = contexts_.program().locationOf(function, op);
  return location.line == 0 || program()[location.file].isSystem;
}

namespace {

bool isReachedBy(const ContextNode& node, ThreadIndex thread) {
  return thread == kNoThread ||
         std::binary_search(node.reachedBy.begin(), node.reachedBy.end(), thread);
}

}  // namespace

// The shortest way up, within the thread.
CallPath Describe::way(NodeId node, std::uint32_t op, ThreadIndex thread) const {
  struct Descent {
    NodeId below = kNoNode;
    CallerEdge edge;
  };
  std::map<NodeId, Descent> steps{{node, {}}};
  std::vector<NodeId> open{node};
  NodeId top = node;
  for (std::size_t i = 0; i < open.size() && i < 4096; ++i) {
    const ContextNode& at = contexts_[open[i]];
    const bool isEntry =
        at.callers.empty() || (thread != kNoThread && contexts_[thread].entry == open[i]);
    if (isEntry) {
      top = open[i];
      break;
    }
    for (const CallerEdge& edge : at.callers) {
      if (!isReachedBy(contexts_[edge.node], thread)) continue;
      if (steps.emplace(edge.node, Descent{open[i], edge}).second) open.push_back(edge.node);
    }
    if (i + 1 == open.size()) top = open[i];
  }
  CallPath way;
  for (NodeId at = top; at != node;) {
    const Descent& step = steps.at(at);
    const FunctionId caller = contexts_[at].function;
    way.push_back(source(caller, contexts_.program()[caller].points[step.edge.point].op));
    at = step.below;
  }
  way.push_back(source(contexts_[node].function, op));
  std::reverse(way.begin(), way.end());
  if (way.size() > kMaxWay) way.erase(way.begin() + kMaxWay / 2, way.end() - kMaxWay / 2);
  return way;
}

std::optional<HoldOrigin> Describe::origin(NodeId node, std::uint32_t number, PathId lock,
                                           ThreadIndex thread) const {
  for (std::size_t i = 0; i < kMaxWay; ++i) {
    const FunctionFacts& facts = contexts_.program()[contexts_[node].function];
    for (const Held& held : facts.heldSets[facts.points[number].held].held)
      if (contexts_.canonical(node, held.lock) == lock) return HoldOrigin{node, held.op};
    const std::span<const CallerEdge> callers = contexts_[node].callers;
    const auto next = std::find_if(callers.begin(), callers.end(), [&](const CallerEdge& edge) {
      return isReachedBy(contexts_[edge.node], thread);
    });
    if (next == callers.end()) break;
    number = next->point;
    node = next->node;
  }
  return std::nullopt;
}

CallPath Describe::acquisition(const Occurrence& at, PathId lock, ThreadIndex thread) const {
  if (const auto found = origin(at.node, at.point, lock, thread))
    return way(found->node, found->op, thread);
  return {declaration(lock)};
}

FoundThread Describe::thread(ThreadIndex id) const {
  const AbstractThread& thread = contexts_[id];
  switch (thread.kind) {
    case ThreadKind::Main:
      return {"main", {}};
    case ThreadKind::Callers:
      return {"whoever calls it", {}};
    default:
      break;
  }
  FoundThread found;
  const std::string entry =
      thread.entry == kNoNode ? "?" : forPeople(program()[contexts_[thread.entry].function].name);
  found.name = thread.kind == ThreadKind::Handler ? "signal handler " + entry : entry;
  if (thread.creator != kNoNode) {
    const FunctionId creator = contexts_[thread.creator].function;
    found.created = source(creator, contexts_.program()[creator].points[thread.point].op);
  }
  return found;
}

FoundLock Describe::lock(PathId path) const {
  return {name(path), className(path), declaration(path)};
}

std::size_t Describe::add(Found& finding, ThreadIndex id) const {
  FoundThread wanted = thread(id);
  std::size_t sameName = 0;
  for (std::size_t i = 0; i < finding.threads.size(); ++i) {
    const FoundThread& known = finding.threads[i];
    const bool isSamePlace = known.created.file == wanted.created.file &&
                             known.created.line == wanted.created.line &&
                             known.created.column == wanted.created.column;
    const bool isSameName = known.name == wanted.name || known.name.starts_with(wanted.name + " (");
    if (isSameName && isSamePlace) return i;
    sameName += isSameName;
  }
  if (sameName > 0) wanted.name += " (created at line " + std::to_string(wanted.created.line) + ")";
  finding.threads.push_back(std::move(wanted));
  return finding.threads.size() - 1;
}

std::size_t Describe::add(Found& finding, PathId path) const {
  FoundLock wanted = lock(path);
  for (std::size_t i = 0; i < finding.locks.size(); ++i)
    if (finding.locks[i].name == wanted.name && finding.locks[i].className == wanted.className)
      return i;
  finding.locks.push_back(std::move(wanted));
  return finding.locks.size() - 1;
}

FoundAccess Describe::access(Found& finding, const Occurrence& at,
                             const std::vector<ThreadIndex>& threads) const {
  const Point& point = contexts_.pointOf(at);
  FoundAccess found;
  found.isWrite = point.has(kWrites);
  for (const ThreadIndex thread : threads) {
    const std::size_t number = add(finding, thread);
    if (std::find(found.threads.begin(), found.threads.end(), number) == found.threads.end())
      found.threads.push_back(number);
  }
  for (const HeldLock& held : contexts_.heldSet(at.held)) {
    if (isMark(held) || !held.isCertain || held.lock == kUnknownPath) continue;
    found.held.push_back({add(finding, held.lock), held.mode});
  }
  found.at = way(at.node, point.op, threads.empty() ? kNoThread : threads.front());
  return found;
}

}  // namespace gordian::analyzer
