// GD408 unused-guard: a lock guard that dies at once, that never locks, or whose mutex nobody else
// can hold. The language decides, no schedule: one function is looked at by itself.
#include <algorithm>
#include <optional>
#include <set>

#include "check.hpp"

namespace gordian::analyzer {
namespace {

bool does(const Op& op, Verb verb) {
  return op.kind == EventKind::Call && op.meaning != nullptr &&
         std::any_of(op.meaning->actions.begin(), op.meaning->actions.end(),
                     [&](const Action& action) { return action.verb == verb; });
}

class GuardsOfFunction {
 public:
  GuardsOfFunction(const CheckInput& input, FunctionId function)
      : input_(input),
        program_(input.contexts.program()),
        paths_(program_.paths()),
        function_(function),
        body_(program_.body(function)) {}

  void judge() {
    for (std::uint32_t op = 0; op < body_.ops.size(); ++op) {
      if (!isGuardMade(op)) continue;
      if (diesAtOnce(op))
        tell(op, "the guard" + ofLock(op) + " dies at the end of the statement",
             "it has no name: the lock is given back before the next line",
             "give it a name: std::lock_guard guard(...);");
      else if (neverLocks(op))
        tell(op, "the guard '" + nameOf(op) + "' never locks",
             "it is made without locking, and nothing is done with it afterwards",
             "give it the lock, or call its lock()");
      else if (const auto mutex = ownMutex(op); mutex && told_.insert(*mutex).second)
        tell(op,
             "the guard of '" + program_.body(function_).source->locals[*mutex].name +
                 "' keeps nobody out",
             "the mutex is a local of this function, so each thread has one of its own",
             "make the mutex static, or a member beside the data");
    }
  }

 private:
  const Local& local(std::uint32_t number) const { return body_.source->locals[number]; }

  // The local that the call is made on.
  std::optional<std::uint32_t> object(std::uint32_t op) const {
    const auto arguments = body_.argumentsOf(body_.ops[op]);
    if (arguments.empty() || !arguments[0].value.is(Val::Kind::Pointer)) return std::nullopt;
    return localAt(arguments[0].value.path);
  }

  std::optional<std::uint32_t> localAt(PathId path) const {
    if (!paths_.isRoot(path) || paths_.rootKind(path) != Root::Local) return std::nullopt;
    return paths_.rootNumber(path);
  }

  // A guard of a library, or a constructor of the project that locks on every way.
  bool isGuardMade(std::uint32_t number) const {
    const Op& op = body_.ops[number];
    if (op.kind != EventKind::Call || !object(number)) return false;
    if (does(op, Verb::GuardMake)) return !isMoved(op);
    return isOwn(op, kConstructor, [](const Exit& exit) { return !exit.acquired.empty(); });
  }

  template <class Test>
  bool isOwn(const Op& op, FunctionFlag kind, Test test) const {
    if (op.meaning != nullptr || op.callee == kNoFunction || !program_.hasBody(op.callee))
      return false;
    const std::vector<Exit>& exits = program_[op.callee].summary.exits;
    return (program_.body(op.callee).source->flags & kind) != 0 && !exits.empty() &&
           std::all_of(exits.begin(), exits.end(), test);
  }

  bool isMoved(const Op& op) const {
    const auto arguments = body_.argumentsOf(op);
    return arguments.size() > 1 && program_.table().isGuard(typeName(arguments[1]));
  }

  std::string typeName(const Argument& argument) const {
    return program_.program()[argument.type].name;
  }

  Tag tagOf(const Op& op) const {
    for (const Argument& argument : body_.argumentsOf(op))
      if (const Tag tag = program_.table().tagOf(typeName(argument)); tag != Tag::None) return tag;
    return Tag::None;
  }

  // A temporary whose destructor is all that follows. One that adopts is made to unlock, one that
  // tries is made to ask.
  bool diesAtOnce(std::uint32_t op) const {
    const std::uint32_t guard = *object(op);
    if (!local(guard).name.empty() || tagOf(body_.ops[op]) != Tag::None) return false;
    if (body_.argumentsOf(body_.ops[op]).size() < 2 && does(body_.ops[op], Verb::GuardMake))
      return false;
    if (op + 1 >= body_.ops.size() || object(op + 1) != guard) return false;
    const Op& next = body_.ops[op + 1];
    return does(next, Verb::GuardDestroy) ||
           isOwn(next, kDestructor, [](const Exit& exit) { return !exit.released.empty(); });
  }

  bool neverLocks(std::uint32_t op) const {
    const std::uint32_t guard = *object(op);
    const Op& made = body_.ops[op];
    if (local(guard).name.empty() || !does(made, Verb::GuardMake)) return false;
    if (tagOf(made) != Tag::Defer && body_.argumentsOf(made).size() > 1) return false;
    for (std::uint32_t other = 0; other < body_.ops.size(); ++other) {
      const Op& next = body_.ops[other];
      // std::optional::emplace ends the one before and makes another.
      const bool isEnd = does(next, Verb::GuardDestroy) && !does(next, Verb::GuardMake);
      if (other != op && touches(other, guard) && !isEnd) return false;
    }
    return true;
  }

  // The local mutex that it locks, if nothing but locking is done with that.
  std::optional<std::uint32_t> ownMutex(std::uint32_t op) const {
    if (!does(body_.ops[op], Verb::GuardMake)) return std::nullopt;
    const auto arguments = body_.argumentsOf(body_.ops[op]);
    if (arguments.size() < 2 || !arguments[1].value.is(Val::Kind::Pointer)) return std::nullopt;
    const auto mutex = localAt(arguments[1].value.path);
    if (!mutex || local(*mutex).isReference || local(*mutex).name.empty()) return std::nullopt;
    if (!program_.table().isLock(typeName(arguments[1]))) return std::nullopt;
    for (std::uint32_t other = 0; other < body_.ops.size(); ++other)
      if (touches(other, *mutex) && !isLocking(body_.ops[other])) return std::nullopt;
    return mutex;
  }

  static bool isLocking(const Op& op) {
    return does(op, Verb::GuardMake) || does(op, Verb::Acquire) || does(op, Verb::Release) ||
           does(op, Verb::InitLock);
  }

  bool touches(std::uint32_t number, std::uint32_t wanted) const {
    const Op& op = body_.ops[number];
    const PathId root = paths_.root(Root::Local, wanted);
    const auto isOf = [&](const Val& value) {
      return value.path != kUnknownPath && paths_.rootOf(value.path) == root;
    };
    if ((op.place != kUnknownPath && paths_.rootOf(op.place) == root) || isOf(op.value))
      return true;
    const auto arguments = body_.argumentsOf(op);
    return std::any_of(arguments.begin(), arguments.end(),
                       [&](const Argument& argument) { return isOf(argument.value); });
  }

  std::string nameOf(std::uint32_t op) const { return local(*object(op)).name; }

  PathId lockOf(std::uint32_t op) const {
    const auto arguments = body_.argumentsOf(body_.ops[op]);
    if (arguments.size() < 2) return kUnknownPath;
    const Val& given = arguments[1].value;
    return given.is(Val::Kind::Pointer) ? given.path : kUnknownPath;
  }

  std::string ofLock(std::uint32_t op) const {
    const PathId lock = lockOf(op);
    const std::string name = lock == kUnknownPath ? "" : input_.describe.className(lock);
    return name.empty() ? "" : " of '" + name + "'";
  }

  void tell(std::uint32_t op, std::string message, std::string reason, std::string help) const {
    Found finding;
    finding.id = "GD408";
    finding.confidence = Confidence::Likely;
    finding.message = std::move(message);
    finding.reason = std::move(reason);
    finding.help = std::move(help);
    const PathId lock = lockOf(op);
    if (lock != kUnknownPath) finding.symbol = input_.describe.className(lock);
    if (finding.symbol.empty()) finding.symbol = nameOf(op);
    finding.at = {input_.describe.source(function_, op)};
    input_.handler.found(std::move(finding));
  }

  const CheckInput& input_;
  const LinkedProgram& program_;
  Paths& paths_;
  FunctionId function_;
  const Body& body_;
  std::set<std::uint32_t> told_;
};

}  // namespace

void checkUnusedGuards(const CheckInput& input) {
  const LinkedProgram& program = input.contexts.program();
  for (std::size_t i = 0; i < program.program().functions().size(); ++i) {
    const auto function = static_cast<FunctionId>(i);
    if (!program.hasBody(function)) continue;
    const Function& source = *program.body(function).source;
    if ((source.flags & kIncomplete) != 0 || source.events.empty()) continue;
    if (input.describe.isSystem(function, 0)) continue;
    GuardsOfFunction(input, function).judge();
  }
}

}  // namespace gordian::analyzer
