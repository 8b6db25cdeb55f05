// Names of places in a context, and where the walk over the program begins.
#include <algorithm>
#include <limits>

#include "contexts.hpp"

namespace gordian::analyzer {
namespace {

constexpr unsigned kMaxDepthOfBinding = 8;
constexpr std::uint32_t kUnboundSymbol = 1000;  // of formals that nothing is bound to

bool matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    for (std::size_t i = 0; i <= text.size(); ++i)
      if (matches(pattern.substr(1), text.substr(i))) return true;
    return false;
  }
  return !text.empty() && pattern[0] == text[0] && matches(pattern.substr(1), text.substr(1));
}

// A number tells contexts apart as far as the function tests it: all others are one.
Val asTested(const std::vector<Atom>& tests, PathId place, const Val& value) {
  bool isTested = false;
  std::int64_t other = 0;
  for (const Atom& test : tests) {
    if (test.path != place) continue;
    isTested = true;
    if (test.isLess || test.constant == value.integer) return value;
    other = std::max(other, test.constant);
  }
  if (!isTested) return {};
  return other == std::numeric_limits<std::int64_t>::max() ? value : Val::number(other + 1);
}

}  // namespace

PathId Contexts::objectAt(FunctionId function, PathId root) {
  const ObjectOrigin origin{function, paths_.rootKind(root), paths_.rootNumber(root)};
  const auto [place, isNew] =
      objectNumbers_.try_emplace(origin, static_cast<std::uint32_t>(objects_.size()));
  if (isNew) objects_.push_back(origin);
  return paths_.root(Root::Object, place->second);
}

const Val* Contexts::bound(ScopeId scope, PathId place) const {
  const Binding& binding = bindings_[scopes_[index(scope)].binding];
  const auto at = std::lower_bound(binding.begin(), binding.end(), place,
                                   [](const Stored& s, PathId p) { return s.place < p; });
  return at != binding.end() && at->place == place ? &at->value : nullptr;
}

PathId Contexts::canonical(ScopeId scope, PathId path) {
  if (path == kUnknownPath) return path;
  if (scope != canonicalScope_) {
    canonicalScope_ = scope;
    ++round_;
  }
  if (index(path) < canonical_.size() && canonical_[index(path)].round == round_)
    return canonical_[index(path)].path;
  const PathId name = named(scope, path);
  if (index(path) >= canonical_.size()) canonical_.resize(2 * index(path) + 1);
  canonical_[index(path)] = {round_, name};
  return name;
}

PathId Contexts::named(ScopeId scope, PathId path) {
  if (paths_.isRoot(path)) {
    switch (paths_.rootKind(path)) {
      case Root::Formal: {
        const Val* given = bound(scope, path);
        return given != nullptr && given->is(Val::Kind::Loaded) ? given->path
                                                                : paths_.root(Root::Private);
      }
      case Root::Local:
      case Root::Result:
      case Root::Phi:
      case Root::Stale:
        return objectAt(scopes_[index(scope)].function, path);
      case Root::Return:
        return paths_.root(Root::Private);
      default:
        return path;
    }
  }
  const PathId parent = paths_.parent(path);
  const StepKind kind = paths_.lastStep(path);
  if (kind == StepKind::Deref) {
    const Val pointer = valueAt(scope, parent);
    if (pointer.is(Val::Kind::Pointer)) return pointer.path;
    return pointer.is(Val::Kind::Loaded) ? paths_.deref(pointer.path) : kUnknownPath;
  }
  const bool isIndex = kind == StepKind::Elements || kind == StepKind::Offsets;
  return paths_.step(canonical(scope, parent), isIndex ? StepKind::Elements : kind,
                     isIndex ? kSomeIndex : paths_.lastNumber(path));
}

Val Contexts::valueAt(ScopeId scope, PathId place) {
  if (const Val* given = bound(scope, place)) return *given;
  if (paths_.isRoot(place) && paths_.rootKind(place) == Root::Formal)
    return Val::loaded(paths_.root(Root::Symbol, kUnboundSymbol + paths_.rootNumber(place)));
  const PathId at = canonical(scope, place);
  return at == kUnknownPath ? Val{} : Val::loaded(at);
}

Val Contexts::canonicalValue(ScopeId scope, const Val& value) {
  switch (value.kind) {
    case Val::Kind::Pointer: {
      const PathId place = canonical(scope, value.path);
      return place == kUnknownPath ? Val{} : Val::pointer(shortened(place));
    }
    case Val::Kind::Loaded: {
      const Val held = valueAt(scope, value.path);
      if (!held.hasPath()) return held;
      return held.is(Val::Kind::Pointer) ? Val::pointer(shortened(held.path))
                                         : Val::loaded(shortened(held.path));
    }
    case Val::Kind::Function:
    case Val::Kind::Integer:
      return value;
    default:
      return {};
  }
}

// Long ways to an object are left behind, so that recursion over a list ends.
PathId Contexts::shortened(PathId path) {
  if (paths_.depth(path) <= kMaxDepthOfBinding) return path;
  return paths_.root(Root::Symbol, paths_.depth(path));
}

Binding Contexts::canonical(ScopeId scope, const Target& target) {
  Binding result;
  for (const Stored& stored : target.binding) {
    Val value = canonicalValue(scope, stored.value);
    if (value.is(Val::Kind::Integer))
      value = asTested(program_[target.function].summary.tests, stored.place, value);
    if (!value.is(Val::Kind::Unknown)) result.push_back({stored.place, value});
  }
  return result;
}

// Whether what the function was given contradicts the way to the point.
bool Contexts::canHappen(ScopeId scope, const Point& point) const {
  const FunctionId function = scopes_[index(scope)].function;
  const std::vector<Atom>& conditions = program_[function].conditions[point.when];
  return std::all_of(conditions.begin(), conditions.end(), [&](const Atom& atom) {
    const Val* given = bound(scope, atom.path);
    if (given == nullptr) return true;
    if (given->is(Val::Kind::Integer))
      return (atom.isLess ? given->integer < atom.constant : given->integer == atom.constant) ==
             atom.holds;
    const bool isPointer = given->is(Val::Kind::Pointer) || given->is(Val::Kind::Function);
    return !(isPointer && !atom.isLess && atom.constant == 0 && atom.holds);
  });
}

void Contexts::addRoot(FunctionId function, ThreadIndex thread) {
  Binding binding;
  const bool isApi = threads_[index(thread)].kind != ThreadKind::Main;
  const RecordId record = program_.program().classOf(function);
  if (isApi && record != kNoRecord) {
    const PathId object = paths_.root(Root::Class, static_cast<std::uint32_t>(record));
    binding.push_back({paths_.root(Root::Formal, 0), Val::pointer(object)});
  }
  const NodeId node = enter(scopeOf(function, std::move(binding)), 0, 0);
  roots_.emplace_back(node, thread);
  process();
}

void Contexts::addRoots(const std::vector<std::string>& entryPoints) {
  const Program& program = program_.program();
  std::vector<FunctionId> first;
  std::vector<FunctionId> entries;
  FunctionId main = kNoFunction;
  for (std::size_t i = 0; i < program.functions().size(); ++i) {
    const auto id = static_cast<FunctionId>(i);
    if (!program_.hasBody(id)) continue;
    const std::uint16_t flags = program_.body(id).source->flags;
    if ((flags & kInitialiser) != 0) first.push_back(id);
    if ((flags & kMain) != 0) main = id;
    for (const std::string& pattern : entryPoints)
      if (matches(pattern, program[id].name)) entries.push_back(id);
  }
  hasMain_ = main != kNoFunction;
  const auto addThread = [&](ThreadKind kind) {
    AbstractThread made;
    made.kind = kind;
    made.entry = kNoNode;
    threads_.push_back(made);
    return static_cast<ThreadIndex>(threads_.size() - 1);
  };
  const ThreadIndex mainThread = addThread(ThreadKind::Main);
  for (const FunctionId id : first) addRoot(id, mainThread);
  if (hasMain_) addRoot(main, mainThread);
  for (const FunctionId id : entries) addRoot(id, addThread(ThreadKind::Executor));
  // What nobody calls is called by somebody who is not here.
  const ThreadIndex callers = addThread(ThreadKind::Callers);
  const auto addCalled = [&](FunctionId id) {
    if (!program_.hasBody(id) || contexts_[index(id)] > 0) return false;
    // A whole program that makes no object of a class does not call its functions either.
    if (hasMain_ && !program_.virtuals().hasObjects(id)) return false;
    addRoot(id, callers);
    return true;
  };
  const CallGraph& graph = program_.graph();
  std::vector<std::vector<FunctionId>> callersOf(program.functions().size());
  for (std::size_t i = 0; i < program.functions().size(); ++i) {
    const auto id = static_cast<FunctionId>(i);
    if (!graph.hasCallers(id)) addCalled(id);
    for (const FunctionId callee : graph.callees(id))
      if (callee != id) callersOf[index(callee)].push_back(id);
  }
  // What is left is called in ways that are not followed, as from a queue of functions, or by
  // recursion alone. Whoever begins in the middle knows nothing of the locks that are held there:
  // so those come first whose callers were all seen, and callers before those they call.
  const auto isSeen = [&](FunctionId id) { return contexts_[index(id)] > 0; };
  const auto sweep = [&](const auto& isNext) {
    bool hasAdded = false;
    for (auto part = graph.components().rbegin(); part != graph.components().rend(); ++part)
      for (const FunctionId id : *part)
        if (!isSeen(id) && isNext(callersOf[index(id)])) hasAdded |= addCalled(id);
    return hasAdded;
  };
  using Functions = std::vector<FunctionId>;
  const auto areAllSeen = [&](const Functions& calling) {
    return std::all_of(calling.begin(), calling.end(), isSeen);
  };
  const auto isOneSeen = [&](const Functions& calling) {
    return std::any_of(calling.begin(), calling.end(), isSeen);
  };
  while (sweep(areAllSeen) || sweep(isOneSeen)) {
  }
  sweep([](const Functions&) { return true; });
}

}  // namespace gordian::analyzer
