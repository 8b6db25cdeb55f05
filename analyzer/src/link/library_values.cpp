// The actions of LibraryCalls that move values, and the functions of the project that a library
// function calls.
#include <algorithm>
#include <charconv>

#include "library_calls.hpp"

namespace gordian::analyzer {

// By the index that the call has as an argument, or as std::get<1>(pair) names it.
PathId LibraryCalls::elementOf(const Request& request) {
  constexpr std::string_view kGet = "std::get<";
  Paths& paths = storage_.paths();
  const PathId whole = object(request, request.action.a);
  const std::string& name = lowering_.program()[body_.ops[request.op].callee].full;
  Val index = value(request, request.action.a + 1);
  const bool isGet = name.starts_with(kGet);
  if (std::uint32_t number = 0;
      isGet && std::from_chars(name.data() + kGet.size(), name.data() + name.size(), number).ec ==
                   std::errc())
    index = Val::number(number);
  if (!index.is(Val::Kind::Integer) || index.integer < 0)
    return paths.step(whole, StepKind::Elements, kSomeIndex);
  // What a map's element is, where its key is not asked for (Paths::addValueField).
  const bool isValue =
      isGet && index.integer == 1 && whole != kUnknownPath && !paths.isRoot(whole) &&
      (paths.lastStep(whole) == StepKind::Elements || paths.lastStep(whole) == StepKind::Element);
  return isValue ? whole
                 : paths.step(whole, StepKind::Element, static_cast<std::uint32_t>(index.integer));
}

bool LibraryCalls::actOnValue(Request& request) {
  const Action& action = request.action;
  State& state = request.state;
  Paths& paths = storage_.paths();
  switch (action.verb) {
    case Verb::Bind:
      bind(request);
      break;
    case Verb::Make:
      make(request);
      break;
    case Verb::Fill:
      fill(request);
      break;
    case Verb::Store:
    case Verb::Insert: {
      PathId into = object(request, action.a);
      if (action.verb == Verb::Insert) into = paths.step(into, StepKind::Elements, kSomeIndex);
      const Given given = decayed(request, static_cast<std::size_t>(action.b));
      if (into == kUnknownPath)
        storage_.publish(state, given.value);
      else if (given.object != kUnknownPath)
        storage_.copyObject(state, given.object, into, request.op);
      else
        storage_.assign(state, into, given.value, request.op);
      break;
    }
    case Verb::Swap:
      swapPointers(request);
      break;
    case Verb::Identity:
      setResult(request, value(request, action.a));
      break;
    case Verb::Element: {
      const PathId element = elementOf(request);
      if (element != kUnknownPath) setResult(request, Val::pointer(element));
      break;
    }
    case Verb::Load: {
      const PathId place = object(request, action.a);
      if (place != kUnknownPath) setResult(request, storage_.load(state, place));
      break;
    }
    case Verb::Allocate:
      isFresh_[request.op] = true;
      break;
    case Verb::Read:
      access(state, object(request, action.a), false, request.op, kElementCall);
      break;
    case Verb::Write:
      access(state, object(request, action.a), true, request.op, kElementCall);
      break;
    case Verb::Access: {
      const bool isConst = lowering_.program()[body_.ops[request.op].callee].isConst();
      access(state, object(request, action.a), !isConst, request.op, kElementCall);
      break;
    }
    default:
      break;
  }
  return true;
}

void LibraryCalls::swapPointers(Request& request) {
  const PathId one = object(request, request.action.a);
  const PathId other = object(request, request.action.b);
  if (one == kUnknownPath || other == kUnknownPath) return;
  const Val ofOne = storage_.load(request.state, one);
  const Val ofOther = storage_.load(request.state, other);
  if (!ofOne.hasPath() || !ofOther.hasPath()) return;
  storage_.assign(request.state, one, ofOther, request.op);
  storage_.assign(request.state, other, ofOne, request.op);
}

// What each element gets is known where there is only one; the others are left to Callables.
void LibraryCalls::fill(Request& request) {
  const PathId whole = object(request, request.action.a);
  const auto number = static_cast<std::size_t>(request.action.b);
  if (whole == kUnknownPath || number >= request.raw.size()) return;
  const Program& program = lowering_.program();
  const Given given = decayed(request, number);
  if (given.object != kUnknownPath && request.raw[number].type == request.raw[0].type)
    return storage_.copyObject(request.state, given.object, whole, request.op);
  if (program[request.raw[number].type].name != "std::initializer_list") return;
  if (!request.raw[number].value.hasPath()) return;
  Paths& paths = storage_.paths();
  const PathId list = storage_.resolve(request.state, request.raw[number].value.path);
  const PathId only = paths.step(list, StepKind::Element, 0);
  const bool hasMore = mentions(request.state, paths, paths.step(list, StepKind::Element, 1));
  const PathId element = paths.step(whole, StepKind::Elements, kSomeIndex);
  if (!hasMore) return storage_.copyObject(request.state, only, element, request.op);
  const SharedList<Stored> stores = request.state.stores;
  for (const Stored& stored : stores)
    if (paths.startsWith(stored.place, list)) storage_.publish(request.state, stored.value);
}

bool LibraryCalls::call(Request& request) {
  const Action& action = request.action;
  const Callable code = calls_.callable(request.state, value(request, action.a));
  std::vector<Val> arguments;
  if (action.b >= 0) {
    for (std::size_t i = static_cast<std::size_t>(action.b); i < request.values.size(); ++i)
      arguments.push_back(request.values[i]);
  }
  return calls_.call(request.state, code, calls_.targetsOf(code), arguments, request.op,
                     request.more);
}

void LibraryCalls::bind(Request& request) {
  const Action& action = request.action;
  const PathId result = storage_.result(request.op);
  const Given code = decayed(request, static_cast<std::size_t>(action.a));
  if (code.object != kUnknownPath)
    storage_.copyObject(request.state, code.object, result, request.op);
  else
    request.state.store(result, code.value);
  std::uint32_t bound = 0;
  for (std::size_t i = static_cast<std::size_t>(action.b);
       i < request.raw.size() && bound < kMaxBound; ++i) {
    const std::string& type = lowering_.program()[request.raw[i].type].name;
    if (type.starts_with("std::_Placeholder")) break;  // given at the call
    request.state.store(storage_.paths().field(result, kBound + bound++),
                        decayed(request, i).value);
  }
}

// By the first template argument of the function, or of the container.
bool LibraryCalls::makesThread(const Request& request) const {
  const Program& program = lowering_.program();
  const std::string& full =
      request.action.a == kResult
          ? program[body_.ops[request.op].callee].full
          : program[request.raw[static_cast<std::size_t>(request.action.a)].type].full;
  const std::string_view behind =
      std::string_view(full).substr(std::min(full.find('<'), full.size() - 1) + 1);
  const std::string_view made = behind.substr(0, behind.find_first_of("<>,"));
  return made == "std::thread" || made == "std::jthread" || made == "boost::thread";
}

// An object that a library function makes in place: memory of its own, or a container's element.
void LibraryCalls::make(Request& request) {
  const Action& action = request.action;
  State& state = request.state;
  const auto first = static_cast<std::size_t>(std::max<int>(action.b, 0));
  const bool isNew = action.a == kResult;
  PathId made = storage_.paths().deref(storage_.result(request.op));
  if (isNew)
    isFresh_[request.op] = true;
  else
    made = storage_.paths().step(object(request, action.a), StepKind::Elements, kSomeIndex);
  if (makesThread(request) && first < request.raw.size()) {
    if (is(request, first, &LibraryTable::isThread))
      storage_.copyObject(state, object(request, static_cast<int>(first)), made, request.op);
    else
      spawn(request, static_cast<int>(first), first + 1, made, 0);
    return;
  }
  if (!isNew) setResult(request, Val::pointer(made));
  std::vector<Val> arguments{Val::pointer(made)};
  for (std::size_t i = first; i < request.values.size(); ++i)
    arguments.push_back(request.values[i]);
  for (const FunctionId function : lowering_.program()[body_.ops[request.op].callee].reaches) {
    const FunctionInfo& info = lowering_.program()[function];
    if (info.body == nullptr || (info.body->flags & kConstructor) == 0) continue;
    Callable code;
    code.function = function;
    code.isListed = true;
    calls_.call(state, code, {function}, arguments, request.op, request.more);
  }
  if (arguments.size() == 2 && action.a != kResult) {
    // Nobody constructs: the argument is what is kept, a closure or a pointer.
    const Given given = decayed(request, first);
    if (given.object != kUnknownPath)
      storage_.copyObject(state, given.object, made, request.op);
    else
      storage_.assign(state, made, given.value, request.op);
  }
}

bool LibraryCalls::callReached(State& state, const Meaning* meaning, std::uint32_t op,
                               std::vector<State>& more) {
  const Op& from = body_.ops[op];
  if (from.callee == kNoFunction) return true;
  bool isStored = false;   // what it is given is called by somebody else, later
  bool isMade = false;     // constructors are called already
  bool isPointer = false;  // what the object held may be destroyed
  if (meaning != nullptr) {
    for (const Action& action : meaning->actions) {
      const Verb verb = action.verb;
      isStored |= verb == Verb::Spawn || verb == Verb::Execute || verb == Verb::Bind ||
                  verb == Verb::Store || verb == Verb::Insert || verb == Verb::Once ||
                  verb == Verb::Call || verb == Verb::Invoke || verb == Verb::Parallel;
      isMade |= verb == Verb::Make;
      isPointer |= verb == Verb::Write || verb == Verb::Store;
    }
  }
  const auto raw = body_.argumentsOf(from);
  for (const FunctionId function : lowering_.program()[from.callee].reaches) {
    const FunctionInfo& info = lowering_.program()[function];
    if (info.body == nullptr) continue;
    const bool isConstructor = (info.body->flags & kConstructor) != 0;
    const bool isDestructor = (info.body->flags & kDestructor) != 0;
    if ((isMade && isConstructor) || (isStored && !isDestructor)) continue;
    Callable code;
    code.function = function;
    std::vector<Val> arguments;
    Val first;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      const Val given = storage_.evaluate(state, raw[i].value);
      if (i == 0) first = given;
      const Callable passed = calls_.callable(state, given);
      if (passed.function == function) code.object = passed.object;
    }
    const bool isElement = first.is(Val::Kind::Pointer) && storage_.paths().hasElements(first.path);
    if (isDestructor && isPointer && first.is(Val::Kind::Pointer)) {
      code.isListed = true;
      arguments = {storage_.load(state, first.path)};
    } else if (isElement) {
      arguments = {first, first};  // an algorithm over a range
    }
    if (isDestructor && !code.isListed) continue;  // of whom is not known
    if (!calls_.call(state, code, {function}, arguments, op, more)) return false;
  }
  return true;
}

}  // namespace gordian::analyzer
