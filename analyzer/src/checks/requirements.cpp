#include "requirements.hpp"

#include <algorithm>

#include "infer_candidates.hpp"
#include "lock_expression.hpp"

namespace gordian::analyzer {
namespace {

auto keyOf(const LinkedLocation& at) {
  return std::tuple{static_cast<std::uint32_t>(at.file), at.line, at.column};
}

bool isAtLeast(Mode mode, Mode wanted) {
  return mode == wanted || mode == Mode::Exclusive;
}

}  // namespace

Requirements::Requirements(const Describe& describe, const LockSight& sight,
                           const PlaceTest& placeTest)
    : describe_(describe),
      sight_(sight),
      placeTest_(placeTest),
      program_(describe.contexts().program()),
      paths_(program_.paths()),
      written_(describe.program().functions().size()),
      seen_(describe.program().functions().size()),
      isEntered_(describe.program().functions().size(), false) {
  for (const FunctionInfo& function : describe.program().functions())
    ++declaredAt_[keyOf(function.declared)];
  findCalls();
}

void Requirements::findCalls() {
  for (std::size_t i = 0; i < written_.size(); ++i) {
    const auto caller = static_cast<FunctionId>(i);
    if (!program_.hasBody(caller)) continue;
    const Body& body = program_.body(caller);
    for (std::uint32_t op = 0; op < body.ops.size(); ++op)
      if (body.ops[op].kind == EventKind::Call && body.ops[op].callee != kNoFunction)
        written_[index(body.ops[op].callee)].push_back({caller, op});
  }
  for (const ContextNode& node : describe_.contexts().nodes()) {
    if (node.callers.empty()) isEntered_[index(node.function)] = true;
    for (const CallerEdge& edge : node.callers)
      seen_[index(node.function)].emplace(describe_.contexts()[edge.node].function, edge.point);
  }
}

bool Requirements::isKnownHeld(FunctionId function, const LockName& lock, Mode mode,
                               const Needed& trial) const {
  for (const DeclaredLock& declared : program_.declarations().required(function))
    if (declared.lock == lock.declared && isAtLeast(declared.mode, mode)) return true;
  for (const Needed* needed : {&needed_, &trial}) {
    const auto known = needed->find({function, lock});
    if (known != needed->end() && isAtLeast(known->second, mode)) return true;
  }
  return false;
}

std::string Requirements::refusal(FunctionId function, const LockName& lock) const {
  const FunctionInfo& info = describe_.program()[function];
  const std::uint16_t flags = info.body == nullptr ? 0 : info.body->flags;
  if ((flags & kLambda) != 0) return "is a lambda, at which Clang looks without its surroundings";
  if (info.body == nullptr || (flags & (kMain | kInitialiser | kCoroutine)) != 0)
    return "is called from outside";
  if (info.isVirtual || !info.overriders.empty()) return "is virtual";
  const auto place = declaredAt_.find(keyOf(info.declared));
  if (info.declared.line == 0 || (place != declaredAt_.end() && place->second > 1) ||
      info.name.find('<') != std::string::npos)
    return "is an instance of a template";
  if (isEntered_[index(function)]) return "is called by somebody who is not known, or by nobody";
  const Annotation made = annotation(function, lock, Mode::Exclusive);
  if (made.lock.empty()) return "has no name for it";
  if (std::string reason = sight_.conflict(function, lock); !reason.empty()) return reason;
  const std::string problem = placeTest_(made);
  return problem.empty() ? "" : "cannot be declared so: " + problem;
}

Annotation Requirements::annotation(FunctionId function, const LockName& lock, Mode mode) const {
  const Program& program = describe_.program();
  const FunctionInfo& info = program[function];
  const LockExpression words = lockExpression(describe_, function, lock.declared, info.name);
  const bool isBehind =
      !paths_.isRoot(lock.declared) && paths_.lastStep(lock.declared) == StepKind::Deref;
  const LinkedType type = describe_.type(isBehind ? paths_.parent(lock.declared) : lock.declared);
  Annotation made;
  made.kind = mode == Mode::Shared ? Annotation::Kind::RequiresShared : Annotation::Kind::Requires;
  if (info.declared.line != 0)
    made.at = {program[info.declared.file].path, info.declared.line, info.declared.column, ""};
  made.about = info.name;
  made.name = lastPart(info.name);
  made.lock = words.text;
  made.parameter = words.parameter;
  made.lockType = lockTypeName(program[type]);
  made.lockAt = describe_.declaration(lock.declared);
  made.isMember = paths_.rootKind(lock.declared) != Root::Global;
  made.isFollowed = lock.isFollowed;
  return made;
}

// What the callee's formal leads to, in the caller's names.
PathId Requirements::bound(const Target& target, PathId path) const {
  if (path == kUnknownPath || paths_.rootKind(path) == Root::Global) return path;
  if (paths_.rootKind(path) != Root::Formal || !paths_.hasDeref(path)) return kUnknownPath;
  const PathId root = paths_.rootOf(path);
  for (const Stored& one : target.binding) {
    if (one.place != root || !one.value.hasPath()) continue;
    const PathId object =
        one.value.is(Val::Kind::Pointer) ? one.value.path : paths_.deref(one.value.path);
    return paths_.withPrefix(path, paths_.deref(root), object);
  }
  return kUnknownPath;
}

std::vector<Requirements::Call> Requirements::writtenCalls(FunctionId function,
                                                           const LockName& lock, Mode mode) const {
  std::vector<Call> calls;
  for (const Site& site : written_[index(function)]) {
    const LockName there{sight_.written(site.caller, site.op, lock.declared),
                         sight_.written(site.caller, site.op, lock.taken), true};
    const bool isNamed = there.declared != kUnknownPath;
    calls.push_back(
        {site, there, isNamed ? sight_.at(site.caller, site.op, there, mode) : Sight::Gone});
  }
  // Clang does not look at calls through pointers, but they are calls.
  for (const auto& [caller, point] : seen_[index(function)]) {
    const Site site{caller, program_[caller].points[point].op};
    const std::vector<Site>& known = written_[index(function)];
    if (std::find(known.begin(), known.end(), site) == known.end())
      calls.push_back({site, lock, Sight::Gone});
  }
  return calls;
}

std::vector<Requirements::Call> Requirements::seenCalls(FunctionId function, const LockName& lock,
                                                        Mode mode) const {
  std::vector<Call> calls;
  for (const auto& [caller, number] : seen_[index(function)]) {
    const FunctionFacts& facts = program_[caller];
    const Point& point = facts.points[number];
    for (std::uint32_t i = 0; i < point.targetCount; ++i) {
      const Target& target = facts.targets[point.firstTarget + i];
      if (target.function != function) continue;
      const LockName there{bound(target, lock.declared), bound(target, lock.taken), false};
      const bool isNamed = there.taken != kUnknownPath && there.declared != kUnknownPath;
      calls.push_back({{caller, point.op},
                       there,
                       isNamed ? sight_.of(caller, point.held, there, mode) : Sight::Gone});
    }
  }
  return calls;
}

std::string Requirements::placeOf(const Site& site) const {
  const SourcePoint at = describe_.source(site.caller, site.op);
  return "'" + at.function + "' (line " + std::to_string(at.line) + ")";
}

bool Requirements::callersHold(FunctionId function, const LockName& lock, Mode mode, Needed& trial,
                               std::string& why) const {
  if (isKnownHeld(function, lock, mode, trial)) return true;
  const auto known = refused_.find({function, lock, mode});
  if (known != refused_.end()) {
    why = known->second;
    return false;
  }
  const std::string reason = refusal(function, lock);
  if (!reason.empty())
    why = "'" + describe_.program()[function].name + "' " + reason;
  else if (allCallsHold(function, lock, mode, trial, why))
    return true;
  refused_.emplace(std::tuple{function, lock, mode}, why);
  return false;
}

bool Requirements::allCallsHold(FunctionId function, const LockName& lock, Mode mode, Needed& trial,
                                std::string& why) const {
  const std::string& name = describe_.program()[function].name;
  trial[{function, lock}] = mode;
  bool isHeldBySomebody = false;
  for (const Call& call :
       lock.isFollowed ? writtenCalls(function, lock, mode) : seenCalls(function, lock, mode)) {
    const std::uint16_t flags = program_.body(call.site.caller).source->flags;
    // Nobody else has the object yet, or Clang does not look.
    if ((flags & (kConstructor | kDestructor | kInitialiser)) != 0 ||
        program_.declarations().isUnanalysed(call.site.caller))
      continue;
    isHeldBySomebody = true;
    if (call.sight == Sight::Held) continue;
    Needed further = trial;
    std::string reason;
    if (call.sight <= Sight::AtEntry &&
        callersHold(call.site.caller, call.lock, mode, further, reason)) {
      trial = std::move(further);
      continue;
    }
    if (call.sight == Sight::Asserted) continue;
    why = placeOf(call.site) + " calls '" + name + "' without it";
    if (call.sight == Sight::Hidden)
      why = placeOf(call.site) + " calls '" + name +
            "' with it taken in a way that Clang does not see";
    else if (!reason.empty() && call.site.caller != function)
      why += ": " + reason;
    return false;
  }
  if (!isHeldBySomebody) why = "'" + name + "' is called by constructors only";
  return isHeldBySomebody;
}

bool Requirements::add(FunctionId function, const LockName& lock, Mode mode, std::string& why) {
  const std::vector<Mode> modes = mode == Mode::Exclusive
                                      ? std::vector{Mode::Exclusive}
                                      : std::vector{Mode::Exclusive, Mode::Shared};
  for (const Mode tried : modes) {
    Needed trial;
    if (!callersHold(function, lock, tried, trial, why)) continue;
    for (const auto& [key, strength] : trial) {
      const auto [place, isNew] = needed_.emplace(key, strength);
      if (!isNew && strength == Mode::Exclusive) place->second = strength;
    }
    why.clear();
    return true;
  }
  return false;
}

}  // namespace gordian::analyzer
