#include "calls.hpp"

#include <algorithm>

namespace gordian::analyzer {
namespace {

constexpr std::size_t kMaxTargets = 32;  // of one call; what may be called beyond is left out

}  // namespace

Callable Calls::callable(const State& state, const Val& value) {
  if (value.is(Val::Kind::Function)) return {value.functionId(), {}, {}, false};
  if (!value.hasPath()) return {};
  const Val held = storage_.load(state, value.path);
  if (held.is(Val::Kind::Function)) return {held.functionId(), value.path, {}, false};
  // A pointer or a reference to the callable.
  const PathId behind = storage_.pointee(state, held);
  if (behind != kUnknownPath && behind != value.path) {
    const Val code = storage_.load(state, behind);
    if (code.is(Val::Kind::Function)) return {code.functionId(), behind, {}, false};
  }
  const PathId place = held.hasPath() ? held.path : value.path;
  return {kNoFunction, place, place, false};
}

std::vector<FunctionId> Calls::targetsOf(const Callable& callable) const {
  std::vector<FunctionId> targets;
  const auto add = [&](FunctionId function) {
    const std::vector<FunctionId>& found = virtuals_.implementations(function);
    targets.insert(targets.end(), found.begin(), found.end());
  };
  if (callable.function != kNoFunction)
    add(callable.function);
  else if (callable.place != kUnknownPath)
    for (const FunctionId held : callables_.heldBy(body_.id, callable.place)) add(held);
  std::sort(targets.begin(), targets.end());
  targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
  if (targets.size() > kMaxTargets) targets.resize(kMaxTargets);
  return targets;
}

std::vector<Val> Calls::actuals(const State& state, const Callable& callable, FunctionId target,
                                const std::vector<Val>& arguments) {
  if (callable.isListed) return arguments;
  std::vector<Val> result;
  const FunctionInfo& info = lowering_.program()[target];
  const bool isLambda = info.body != nullptr && (info.body->flags & kLambda) != 0;
  if (isLambda)
    result.push_back(callable.object == kUnknownPath ? Val{} : Val::pointer(callable.object));
  // What std::bind kept comes first.
  if (callable.object != kUnknownPath) {
    for (std::uint32_t i = 0; i < kMaxBound; ++i) {
      const Val* bound = state.find(storage_.paths().field(callable.object, kBound + i));
      if (bound == nullptr) break;
      result.push_back(*bound);
    }
  }
  result.insert(result.end(), arguments.begin(), arguments.end());
  return result;
}

// Whether other threads can reach what is passed, now or once the callee has made it known.
bool Calls::isPublished(const State& state, const Summary& summary, const Stored& bound) const {
  if (!bound.value.is(Val::Kind::Pointer)) return true;
  const Paths& paths = storage_.paths();
  const PathId place = bound.value.path;
  if (!storage_.isOwn(place) && !storage_.isFreshMemory(place)) return true;
  return state.isPublished(paths.rootOf(place)) ||
         std::binary_search(summary.published.begin(), summary.published.end(),
                            paths.rootOf(bound.place));
}

Val Calls::hidden(const Val& value) {
  Paths& paths = storage_.paths();
  return Val::pointer(
      paths.withPrefix(value.path, paths.rootOf(value.path), paths.root(Root::Private)));
}

std::vector<Target> Calls::bind(const State& state, const Callable& callable,
                                const std::vector<FunctionId>& targets,
                                const std::vector<Val>& arguments, std::uint32_t op,
                                bool keepsAll) {
  std::vector<Target> bound;
  for (const FunctionId target : targets) {
    const std::vector<Val> given = actuals(state, callable, target, arguments);
    Substitution names(storage_, state, given, op);
    const Summary& summary = facts_[index(target)].summary;
    // A lambda's captures are two steps; only there, since lists would be followed for ever.
    const bool isLambda = (body_.source->flags & kLambda) != 0;
    bound.push_back({target, names.bind(summary.needs, isLambda ? 2 : 0)});
    if (keepsAll) continue;
    for (Stored& stored : bound.back().binding)
      if (!isPublished(state, summary, stored)) stored.value = hidden(stored.value);
  }
  return bound;
}

bool Calls::call(State& state, const Callable& callable, const std::vector<FunctionId>& targets,
                 const std::vector<Val>& arguments, std::uint32_t op, std::vector<State>& more) {
  if (recorder_ != nullptr) {
    Point point;
    point.kind = targets.empty() ? PointKind::Unknown : PointKind::Call;
    point.op = op;
    point.path = callable.place;
    if (body_.ops[op].has(kInLoop)) point.flags |= kRepeats;
    if (body_.ops[op].has(kImplicit)) point.flags |= kImplicitOp;
    recorder_->record(point, state, bind(state, callable, targets, arguments, op, false));
  }
  if (targets.empty()) return true;
  if (targets.size() == 1 && facts_[index(targets[0])].summary.isTrivial()) return true;
  const State before = state;
  std::vector<State> results;
  for (const FunctionId target : targets) {
    const Summary& summary = facts_[index(target)].summary;
    const std::vector<Val> given = actuals(before, callable, target, arguments);
    Substitution names(storage_, before, given, op);
    if (summary.returnsFresh) isFresh_[op] = true;
    for (const Exit& exit : summary.exits) {
      State after = before;
      if (!applyExit(after, exit, names, op)) continue;
      for (const PathId formal : summary.published) storage_.publish(after, names.load(formal));
      if (std::find(results.begin(), results.end(), after) == results.end())
        results.push_back(std::move(after));
    }
  }
  if (results.empty()) return false;
  state = std::move(results.front());
  for (std::size_t i = 1; i < results.size(); ++i) more.push_back(std::move(results[i]));
  return true;
}

bool Calls::applyExit(State& state, const Exit& exit, Substitution& names, std::uint32_t op) {
  for (const Atom& atom : exit.when) {
    const Val held = names.load(atom.path);
    if (held.is(Val::Kind::Integer)) {
      const bool holds = atom.isLess ? held.integer < atom.constant : held.integer == atom.constant;
      if (holds != atom.holds) return false;
    } else if (held.is(Val::Kind::Loaded)) {
      if (!assume(state, {held.path, atom.isLess, atom.holds, atom.constant})) return false;
    } else if (held.is(Val::Kind::Pointer) || held.is(Val::Kind::Function)) {
      const bool saysNull = !atom.isLess && atom.constant == 0 && atom.holds;
      if (saysNull) return false;
    }
  }
  std::vector<Stored> stores;
  for (const Stored& stored : exit.stores)
    stores.push_back({names.place(stored.place), names.value(stored.value)});
  for (const PathId lock : exit.released) {
    const PathId released = names.place(lock);
    if (recorder_ != nullptr) {
      Point point;
      point.kind = PointKind::Release;
      point.op = op;
      point.path = released;
      recorder_->record(point, state);
    }
    locking_.release(state, released);
  }
  for (const Held& held : exit.acquired) {
    const PathId lock = names.place(held.lock);
    Locking::Request request;
    request.mode = held.mode;
    request.kind = held.kind;
    request.isGuarded = held.isGuarded;
    request.isRecorded = false;
    const bool isAgain = state.findHeld(lock) != nullptr;
    locking_.acquire(state, lock, request, op);
    if (const Held* taken = state.findHeld(lock); taken != nullptr && !isAgain)
      state.edit(*taken).isCertain = held.isCertain;
  }
  for (const PathId mark : exit.marks)
    if (const PathId seen = names.place(mark); seen != kUnknownPath) state.pass(seen);
  // Before the handle is given another value, and what it began after that runs.
  for (const PathId handle : exit.joined) join(state, storage_.paths(), names.place(handle));
  for (const Stored& stored : stores) storage_.assign(state, stored.place, stored.value, op);
  for (const Begun& thread : exit.threads) {
    const Begun begun{keys_.make(body_.id, op, thread.key), names.place(thread.handle),
                      thread.isJoined, thread.isPerhaps};
    begin(state, begun);
  }
  return true;
}

void Calls::spawn(State& state, const Callable& callable, const std::vector<FunctionId>& targets,
                  const std::vector<Val>& arguments, PathId handle, std::uint32_t op,
                  std::uint16_t flags) {
  for (const Val& argument : arguments) storage_.publish(state, argument);
  if (callable.object != kUnknownPath) {
    // What a closure captured goes along, the closure itself is copied.
    for (std::size_t i = 0; i < state.stores.size(); ++i) {
      const Stored stored = state.stores[i];
      if (storage_.paths().startsWith(stored.place, callable.object))
        storage_.publish(state, stored.value);
    }
  }
  if (recorder_ != nullptr) {
    Point point;
    point.kind = PointKind::Spawn;
    point.op = op;
    point.path = callable.place;
    point.flags = flags;
    if (body_.ops[op].has(kInLoop)) point.flags |= kRepeats;
    recorder_->record(point, state, bind(state, callable, targets, arguments, op, true));
  }
  // A signal that is ignored again has no handler that could run.
  const bool isNobody = targets.empty() && (flags & kHandlerEntry) != 0;
  if (!isNobody) begin(state, {keys_.make(body_.id, op, ThreadKey{}), handle, false, false});
}

}  // namespace gordian::analyzer
