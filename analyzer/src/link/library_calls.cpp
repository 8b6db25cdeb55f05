#include "library_calls.hpp"

#include <algorithm>

namespace gordian::analyzer {
namespace {

constexpr std::int64_t kBusy = 16;  // EBUSY: what a failed try of the C library returns

}  // namespace

Val LibraryCalls::value(const Request& request, int number) {
  return number >= 0 && static_cast<std::size_t>(number) < request.values.size()
             ? request.values[static_cast<std::size_t>(number)]
             : Val{};
}

PathId LibraryCalls::object(const Request& request, int number) {
  if (number == kDeclared) return declared(request, 0);
  if (number == kPromised)
    return storage_.paths().root(Root::Global,
                                 static_cast<std::uint32_t>(lowering_.program().promised()));
  return storage_.pointee(request.state, value(request, number));
}

PathId LibraryCalls::declared(const Request& request, std::size_t which) {
  Substitution names(storage_, request.state, request.values, request.op);
  return names.place(request.action.declared[which]);
}

LinkedType LibraryCalls::declaredType(PathId raw) const {
  const Paths& paths = lowering_.paths();
  const UnitNumbers& numbers = lowering_.program().numbers(body_.unit);
  if (!paths.isRoot(raw)) {
    if (paths.lastStep(raw) != StepKind::Field || paths.lastNumber(raw) >= kPseudoFields)
      return LinkedType{};
    return lowering_.program()[static_cast<FieldId>(paths.lastNumber(raw))].type;
  }
  const std::uint32_t number = paths.rootNumber(raw);
  switch (paths.rootKind(raw)) {
    case Root::Local:
      return numbers.types[index(body_.source->locals[number].type)];
    case Root::Formal:
      return numbers.types[index(body_.source->formals[number].type)];
    case Root::Global:
      return lowering_.program()[static_cast<VariableId>(number)].type;
    default:
      return LinkedType{};
  }
}

bool LibraryCalls::isAtomic(PathId place) const {
  const Paths& paths = lowering_.paths();
  // What a pointer or reference points to has its type's name.
  const bool isBehind = !paths.isRoot(place) && paths.lastStep(place) == StepKind::Deref;
  const TypeInfo& type = lowering_.program()[declaredType(isBehind ? paths.parent(place) : place)];
  return type.isAtomic || type.name == "std::atomic" || type.name == "boost::atomic";
}

bool LibraryCalls::isThreadPointer(PathId place) const {
  const TypeInfo& type = lowering_.program()[declaredType(place)];
  if (type.isPointer) return lowering_.table().isThread(type.name);
  const std::size_t begin = type.full.find('<');
  if (begin == std::string::npos || !lowering_.table().isPointer(type.name)) return false;
  const std::string_view behind = std::string_view(type.full).substr(begin + 1);
  return lowering_.table().isThread(behind.substr(0, behind.find_first_of("<>,")));
}

bool LibraryCalls::isReference(PathId raw) const {
  const Paths& paths = lowering_.paths();
  if (!paths.isRoot(raw)) return false;
  const std::uint32_t number = paths.rootNumber(raw);
  if (paths.rootKind(raw) == Root::Local) return body_.source->locals[number].isReference;
  return paths.rootKind(raw) == Root::Formal && body_.source->formals[number].isReference;
}

// What a parameter that copies or moves its argument gets, of which the call has a reference.
LibraryCalls::Given LibraryCalls::decayed(const Request& request, std::size_t number) {
  if (number >= request.raw.size()) return {};
  const Argument& argument = request.raw[number];
  const Val& evaluated = request.values[number];
  const Program& program = lowering_.program();
  if (!argument.value.hasPath()) return {evaluated, {}};
  PathId at{};
  if (argument.value.is(Val::Kind::Loaded)) {
    const bool isWrapper = program[argument.type].name.ends_with("reference_wrapper");
    const bool isMoved = storage_.paths().rootKind(argument.value.path) == Root::Result &&
                         !program[argument.type].isPointer && evaluated.is(Val::Kind::Pointer);
    if (isWrapper || (!isReference(argument.value.path) && !isMoved)) return {evaluated, {}};
    at = storage_.pointee(request.state, evaluated);
  } else {
    // A pointer that is a temporary stands for itself.
    const bool isItself = program[argument.type].isPointer &&
                          !program[declaredType(argument.value.path)].isPointer &&
                          storage_.paths().rootKind(argument.value.path) != Root::Result;
    if (isItself) return {evaluated, {}};
    at = evaluated.path;
  }
  if (at == kUnknownPath) return {};
  return {storage_.load(request.state, at), at};
}

bool LibraryCalls::is(const Request& request, std::size_t number,
                      bool (LibraryTable::*test)(std::string_view) const) const {
  if (number >= request.raw.size()) return false;
  return (lowering_.table().*test)(lowering_.program()[request.raw[number].type].name);
}

void LibraryCalls::setResult(Request& request, const Val& value) {
  request.state.store(storage_.result(request.op), value);
}

void LibraryCalls::note(const State& state, std::uint32_t op, PointKind kind, PathId path,
                        Insistence insistence) {
  if (recorder_ == nullptr) return;
  Point point;
  point.kind = kind;
  point.op = op;
  point.path = path;
  point.insistence = insistence;
  if (body_.ops[op].has(kInLoop)) point.flags |= kRepeats;
  recorder_->record(point, state);
}

void LibraryCalls::access(const State& state, PathId place, bool isWrite, std::uint32_t op,
                          std::uint16_t flags) {
  if (recorder_ == nullptr || place == kUnknownPath) return;
  const Root root = storage_.paths().rootKind(place);
  const bool isOurs = storage_.isOwn(place) || storage_.isFreshMemory(place);
  if (isOurs && !state.isPublished(storage_.paths().rootOf(place))) return;
  // By value: nobody else's.
  if (root == Root::Formal && !storage_.paths().hasDeref(place)) return;
  Point point;
  point.kind = PointKind::Access;
  point.op = op;
  point.path = place;
  point.flags = flags;
  if (isWrite) point.flags |= kWrites;
  const Op& from = body_.ops[op];
  if (from.has(kAtomic)) point.flags |= kAtomically;
  if (from.has(kVolatile)) point.flags |= kVolatileAccess;
  if (from.has(kInitialises)) point.flags |= kInitialising;
  if (from.has(kInLoop)) point.flags |= kRepeats;
  if (from.has(kImplicit)) point.flags |= kImplicitOp;
  recorder_->record(point, state);
}

bool LibraryCalls::perform(State& state, const Meaning* meaning, std::uint32_t op,
                           std::vector<State>& more) {
  storage_.beginCall(state, op);
  isFresh_[op] = false;
  if (meaning == nullptr) return callReached(state, meaning, op, more);
  const std::span<const Argument> raw = body_.argumentsOf(body_.ops[op]);
  for (const Action& action : meaning->actions) {
    Request request{state, action, op, more, raw, {}};
    request.values.reserve(raw.size());
    for (const Argument& argument : raw)
      request.values.push_back(storage_.evaluate(state, argument.value));
    if (!act(request)) return false;
  }
  return callReached(state, meaning, op, more);
}

bool LibraryCalls::act(Request& request) {
  switch (request.action.verb) {
    case Verb::Acquire:
    case Verb::Release:
    case Verb::InitLock:
    case Verb::LockKindOf:
    case Verb::LockAll:
    case Verb::Wait:
      return actOnLock(request);
    case Verb::GuardMake:
    case Verb::GuardLock:
    case Verb::GuardUnlock:
    case Verb::GuardDestroy:
    case Verb::GuardRelease:
    case Verb::GuardOwns:
    case Verb::GuardMutex:
    case Verb::GuardMove:
    case Verb::GuardSwap:
      return actOnGuard(request);
    case Verb::Signal:
    case Verb::Publish:
    case Verb::Observe:
    case Verb::Await:
    case Verb::Spawn:
    case Verb::Execute:
    case Verb::Loop:
    case Verb::Parallel:
    case Verb::Start:
    case Verb::Join:
    case Verb::Joinable:
    case Verb::Detach:
    case Verb::Once:
    case Verb::Blocks:
    case Verb::Handler:
      return actOnThread(request);
    case Verb::Call:
    case Verb::Invoke:
      return call(request);
    default:
      return actOnValue(request);
  }
}

bool LibraryCalls::actOnLock(Request& request) {
  const Action& action = request.action;
  if (action.verb == Verb::Wait) {
    wait(request);
    return true;
  }
  if (action.verb == Verb::LockAll) {
    lockAll(request);
    return true;
  }
  if (action.verb == Verb::Release) {
    const PathId released = object(request, action.a);
    note(request.state, request.op, PointKind::Release, released);
    locking_.release(request.state, released);
    if (action.isZeroSuccess) setResult(request, Val::number(0));
    return true;
  }
  const PathId lock = object(request, action.a);
  // What is made anew is held no more.
  if (action.verb == Verb::InitLock)
    request.state.held.removeIf([&](const Held& held) { return held.lock == lock; });
  if (action.verb != Verb::Acquire) return true;
  const std::size_t number = static_cast<std::size_t>(std::max<int>(action.a, 0));
  const LinkedType type = number < request.raw.size() ? request.raw[number].type : LinkedType{};
  Locking::Request wanted;
  wanted.mode = action.isShared ? Mode::Shared : Mode::Exclusive;
  wanted.kind = locking_.kindOf(action, type, lock);
  wanted.insistence = action.isRole ? Insistence::Try : action.insistence;  // no wait
  if (action.isBelieved) {
    Locking::believe(request.state, lock, wanted, request.op);
    return true;
  }
  if (action.insistence == Insistence::Blocking) {
    locking_.acquire(request.state, lock, wanted, request.op);
    if (action.isZeroSuccess) setResult(request, Val::number(0));
    return true;
  }
  State failed = locking_.tryAcquire(request.state, lock, wanted, request.op);
  failed.store(storage_.result(request.op), Val::number(action.isZeroSuccess ? kBusy : 0));
  setResult(request, Val::number(action.isZeroSuccess ? 0 : 1));
  request.more.push_back(std::move(failed));
  return true;
}

void LibraryCalls::lockAll(Request& request) {
  const bool mayFail = request.action.insistence == Insistence::Try;
  if (mayFail) {
    State failed = request.state;
    failed.store(storage_.result(request.op), Val::number(0));
    request.more.push_back(std::move(failed));
    setResult(request, Val::number(-1));
  }
  std::vector<Locking::Wanted> wanted;
  for (std::size_t i = static_cast<std::size_t>(std::max<int>(request.action.a, 0));
       i < request.raw.size(); ++i) {
    const PathId at = object(request, static_cast<int>(i));
    PathId lock = at;
    if (is(request, i, &LibraryTable::isGuard)) {
      lock = storage_.pointee(request.state, storage_.load(request.state, locking_.mutex(at)));
      request.state.store(locking_.owns(at), Val::number(1));
    }
    Locking::Request how;
    how.kind = locking_.kindOf(request.action, request.raw[i].type, lock);
    how.insistence = request.action.insistence;
    wanted.push_back({lock, how});
  }
  locking_.acquireAll(request.state, wanted, request.op);
}

void LibraryCalls::wait(Request& request) {
  const Action& action = request.action;
  PathId lock = object(request, action.b);
  if (action.b >= 0 && is(request, static_cast<std::size_t>(action.b), &LibraryTable::isGuard))
    lock = storage_.pointee(request.state, storage_.load(request.state, locking_.mutex(lock)));
  const bool hasPredicate =
      action.c >= 0 && static_cast<std::size_t>(action.c) < request.raw.size();
  if (recorder_ != nullptr) {
    Point point;
    point.kind = PointKind::Wait;
    point.op = request.op;
    point.path = object(request, action.a);
    point.lock = lock;
    point.insistence = action.insistence;
    if (hasPredicate) point.flags |= kPredicate;
    if (body_.ops[request.op].has(kInLoop)) point.flags |= kRepeats;
    recorder_->record(point, request.state);
    if (const Held* held = request.state.findHeld(lock); held != nullptr && held->count == 1) {
      State waiting = request.state;
      std::vector<Held>& others = waiting.held.edit();
      others.erase(others.begin() + (held - &request.state.held[0]));
      Point again;
      again.kind = PointKind::Acquire;
      again.op = request.op;
      again.path = lock;
      again.mode = held->mode;
      again.lockKind = held->kind;
      again.flags = kAfterWait;
      recorder_->record(again, waiting);
    }
  }
  if (hasPredicate) {
    const Callable predicate = calls_.callable(request.state, value(request, action.c));
    calls_.call(request.state, predicate, calls_.targetsOf(predicate), {}, request.op,
                request.more);
  }
  // Others ran meanwhile.
  request.state.atoms.removeIf([&](const Atom& atom) { return !storage_.isOwn(atom.path); });
}

bool LibraryCalls::actOnGuard(Request& request) {
  const Action& action = request.action;
  const PathId guard = object(request, action.a);
  if (guard == kUnknownPath) return true;
  State& state = request.state;
  switch (action.verb) {
    case Verb::GuardMake: {
      std::vector<Argument> arguments;
      for (std::size_t i = 0; i < action.declared.size(); ++i)
        arguments.push_back({Val::pointer(declared(request, i)), LinkedType{}});
      for (std::size_t i = 1; i < request.raw.size() && action.declared.empty(); ++i)
        arguments.push_back({request.values[i], request.raw[i].type});
      locking_.makeGuard(state, guard, arguments, action, request.op, request.more);
      break;
    }
    case Verb::GuardLock:
      locking_.lockGuard(state, guard, action, request.op, request.more);
      break;
    case Verb::GuardUnlock:
      locking_.unlockGuard(state, guard);
      break;
    case Verb::GuardDestroy:
      locking_.destroyGuard(state, guard, request.more);
      break;
    case Verb::GuardRelease:
      setResult(request, storage_.load(state, locking_.mutex(guard)));
      state.store(locking_.owns(guard), Val::number(0));
      if (const Held* held =
              state.findHeld(storage_.pointee(state, storage_.load(state, locking_.mutex(guard)))))
        state.edit(*held).isGuarded = false;
      break;
    case Verb::GuardOwns:
      setResult(request, storage_.load(state, locking_.owns(guard)));
      break;
    case Verb::GuardMutex:
      setResult(request, storage_.load(state, locking_.mutex(guard)));
      break;
    case Verb::GuardMove:
      locking_.destroyGuard(state, guard, request.more);
      locking_.moveGuard(state, guard, object(request, action.b), request.op);
      break;
    case Verb::GuardSwap:
      locking_.swapGuards(state, guard, object(request, action.b));
      break;
    default:
      break;
  }
  return true;
}

}  // namespace gordian::analyzer
