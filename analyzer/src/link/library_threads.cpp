// The actions of LibraryCalls that begin, end and order threads.
#include <algorithm>

#include "library_calls.hpp"

namespace gordian::analyzer {

bool LibraryCalls::actOnThread(Request& request) {
  const Action& action = request.action;
  State& state = request.state;
  switch (action.verb) {
    case Verb::Signal:
      note(state, request.op, PointKind::Signal, object(request, action.a));
      break;
    case Verb::Await:
      note(state, request.op, PointKind::Await, object(request, action.a), action.insistence);
      if (action.insistence == Insistence::Blocking && object(request, action.a) != kUnknownPath)
        state.pass(object(request, action.a));
      break;
    case Verb::Publish:
      publish(state, object(request, action.a), value(request, action.b), request.op);
      break;
    case Verb::Observe: {
      // What is changed without any order, as a statistic is, orders nothing.
      const std::size_t last = request.values.size();
      const bool isRelaxed =
          action.b >= 0 && last > 2 && request.values[last - 1] == Val::number(0);
      if (!isRelaxed) observe(state, object(request, action.a));
      break;
    }
    case Verb::Blocks:
      note(state, request.op, PointKind::Blocks, kUnknownPath);
      break;
    case Verb::Spawn: {
      PathId handle = storage_.result(request.op);
      if (action.c != kResult) handle = object(request, action.c);
      int callable = action.a;
      if (is(request, static_cast<std::size_t>(callable), &LibraryTable::isThread)) {
        // A thread that is moved.
        storage_.copyObject(state, object(request, callable), handle, request.op);
        break;
      }
      const bool hasPolicy =
          static_cast<std::size_t>(callable) < request.raw.size() &&
          lowering_.program()[request.raw[static_cast<std::size_t>(callable)].type].name ==
              "std::launch";
      if (hasPolicy) ++callable;
      if (static_cast<std::size_t>(callable) >= request.raw.size()) break;
      const std::size_t first =
          action.b < 0 ? request.raw.size() : static_cast<std::size_t>(action.b + hasPolicy);
      spawn(request, callable, first, handle, 0);
      if (!action.isByValue) setResult(request, Val::number(0));
      break;
    }
    case Verb::Execute:
      note(state, request.op, PointKind::Execute, object(request, 0));
      spawn(request, action.a, request.raw.size(), kUnknownPath, kExecutor);
      break;
    case Verb::Loop:
      note(state, request.op, PointKind::Loop, object(request, action.a));
      break;
    case Verb::Handler:
      spawn(request, action.b, request.raw.size(), kUnknownPath, kHandlerEntry);
      break;
    case Verb::Parallel: {
      const PathId handle = storage_.result(request.op);
      spawn(request, action.a, request.raw.size(), handle, kRepeats);
      spawn(request, action.a, request.raw.size(), handle, kRepeats);
      join(state, storage_.paths(), handle);
      break;
    }
    case Verb::Start:
      start(request);
      break;
    case Verb::Join: {
      const Val given = value(request, action.a);
      PathId handle = kUnknownPath;
      if (action.isPlace)
        handle = object(request, action.a);
      else if (given.hasPath())
        handle = given.path;
      note(state, request.op, PointKind::Join, handle);
      join(state, storage_.paths(), handle);
      if (!action.isPlace) setResult(request, Val::number(0));
      break;
    }
    case Verb::Joinable:
      tellJoinable(request);
      break;
    case Verb::Detach: {
      const Val given = value(request, action.a);
      const PathId handle = action.isPlace ? object(request, action.a) : given.path;
      const bool isKnown = state.threads.changeIf(
          [&](const Begun& thread) { return !thread.isJoined && thread.handle == handle; },
          [](Begun& thread) { thread.handle = kUnknownPath; });
      if (isKnown) state.threads.sortUnique();
      break;
    }
    case Verb::Once:
      once(request);
      break;
    default:
      break;
  }
  return true;
}

// Who is told that there is nothing to join comes after it was joined, just as who joins.
void LibraryCalls::tellJoinable(Request& request) {
  State& state = request.state;
  Paths& paths = storage_.paths();
  const PathId handle = object(request, request.action.a);
  // A loop asks all the elements; alone, it is some element.
  if (handle == kUnknownPath) return;
  if (paths.hasElements(handle) && !body_.ops[request.op].has(kInLoop)) return;
  bool mayRun = false;
  bool mayHaveEnded = false;
  for (const Begun& thread : state.threads) {
    if (paths.withoutIndices(thread.handle) != paths.withoutIndices(handle)) continue;
    mayRun |= !thread.isJoined;
    mayHaveEnded |= thread.isJoined || thread.isPerhaps;
  }
  const bool isKnown = mayRun || mayHaveEnded;
  if (!mayRun && isKnown) return setResult(request, Val::number(0));
  setResult(request, Val::number(1));
  if (isKnown && !mayHaveEnded) return;
  State ended = state;
  join(ended, paths, handle);
  ended.store(storage_.result(request.op), Val::number(0));
  request.more.push_back(std::move(ended));
}

// Whoever sees the flag so has seen what was done before.
void LibraryCalls::publish(State& state, PathId flag, const Val& value, std::uint32_t op) {
  if (flag == kUnknownPath) return;
  const bool isKnown = value.is(Val::Kind::Integer);
  const auto signal = [&](std::uint32_t mark) {
    note(state, op, PointKind::Signal, storage_.paths().field(flag, mark));
  };
  if (!isKnown || value.integer != 0) signal(kMarkSet);
  if (!isKnown || value.integer == 0) signal(kMarkClear);
  signal(kMarkSeen);
  forgetAtoms(state, storage_.paths(), flag);
}

// A condition that tells what was seen takes the mark back (Dataflow::decide).
void LibraryCalls::observe(State& state, PathId flag) {
  if (flag != kUnknownPath) state.pass(storage_.paths().field(flag, kMarkSeen));
}

void LibraryCalls::spawn(Request& request, int callable, std::size_t first, PathId handle,
                         std::uint16_t flags) {
  const bool isByValue = request.action.isByValue || request.action.verb != Verb::Spawn;
  Callable code = calls_.callable(request.state, value(request, callable));
  std::vector<Val> arguments;
  for (std::size_t i = first; i < request.raw.size(); ++i)
    arguments.push_back(isByValue ? decayed(request, i).value : request.values[i]);
  std::vector<FunctionId> targets = calls_.targetsOf(code);
  // std::jthread tells the entry function by its first parameter that it wants a stop token.
  if (!targets.empty()) {
    const Function* body = lowering_.program()[targets[0]].body;
    const bool isLambda = (body->flags & kLambda) != 0;
    const std::size_t formal = isLambda ? 1 : 0;
    if (body->formals.size() > formal) {
      const UnitNumbers& numbers =
          lowering_.program().numbers(lowering_.program()[targets[0]].unit);
      const LinkedType type = numbers.types[index(body->formals[formal].type)];
      if (lowering_.program()[type].name == "std::stop_token")
        arguments.insert(arguments.begin(), Val{});
    }
  }
  calls_.spawn(request.state, code, targets, arguments, handle, request.op, flags);
}

// A thread class whose objects run a virtual function of theirs.
void LibraryCalls::start(Request& request) {
  const std::string& name = lowering_.program()[body_.ops[request.op].callee].name;
  const std::string entry = name.substr(0, name.rfind("::") + 2) + request.action.text;
  const std::vector<FunctionInfo>& functions = lowering_.program().functions();
  const auto place = std::find_if(functions.begin(), functions.end(),
                                  [&](const FunctionInfo& f) { return f.name == entry; });
  if (place == functions.end()) return;
  const auto id = static_cast<FunctionId>(place - functions.begin());
  Callable code;
  code.function = id;
  code.isListed = true;
  const std::vector<Val> arguments{value(request, request.action.a)};
  calls_.spawn(request.state, code, virtuals_.implementations(id), arguments,
               object(request, request.action.a), request.op, 0);
}

// The flag is held while the routine runs and seen for ever after: what the routine did comes
// before whatever follows a call with the same flag.
void LibraryCalls::once(Request& request) {
  const Action& action = request.action;
  const PathId flag = object(request, action.a);
  const std::vector<PathId>& marks = request.state.marks;
  if (flag == kUnknownPath || std::binary_search(marks.begin(), marks.end(), flag)) return;
  Locking::Request wanted;
  wanted.kind = LockKind::OnceFlag;
  locking_.acquire(request.state, flag, wanted, request.op);
  const Callable code = calls_.callable(request.state, value(request, action.b));
  std::vector<Val> arguments;
  for (std::size_t i = static_cast<std::size_t>(std::max<int>(action.c, 0));
       action.c >= 0 && i < request.raw.size(); ++i)
    arguments.push_back(request.values[i]);
  const std::size_t others = request.more.size();
  calls_.call(request.state, code, calls_.targetsOf(code), arguments, request.op, request.more);
  const auto pass = [&](State& state) {
    locking_.release(state, flag);
    state.pass(flag);
  };
  pass(request.state);
  for (std::size_t i = others; i < request.more.size(); ++i) pass(request.more[i]);
}

}  // namespace gordian::analyzer
