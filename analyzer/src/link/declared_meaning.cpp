// What functions do that are declared to lock and do not show how: a library's, assembly, atomics.
#include <algorithm>

#include "declarations.hpp"

namespace gordian::analyzer {

using Kind = Capability::Kind;

namespace {

bool isLocking(const Meaning& meaning) {
  return std::any_of(meaning.actions.begin(), meaning.actions.end(), [](const Action& action) {
    switch (action.verb) {
      case Verb::Acquire:
      case Verb::Release:
      case Verb::LockAll:
      case Verb::GuardMake:
      case Verb::GuardLock:
      case Verb::GuardUnlock:
      case Verb::GuardDestroy:
        return true;
      default:
        return false;
    }
  });
}

bool isOfLocking(Kind kind) {
  switch (kind) {
    case Kind::Acquires:
    case Kind::AcquiresShared:
    case Kind::TryAcquires:
    case Kind::TryAcquiresShared:
    case Kind::Releases:
    case Kind::ReleasesShared:
    case Kind::ReleasesGeneric:
      return true;
    default:
      return false;
  }
}

bool isOfSharing(Kind kind) {
  return kind == Kind::AcquiresShared || kind == Kind::TryAcquiresShared ||
         kind == Kind::ReleasesShared || kind == Kind::AssertsShared;
}

// "ns::Guard::~Guard", "ns::Guard::Guard"
bool isNamedLikeItsClass(std::string_view name, bool isDestructor) {
  const std::size_t last = name.rfind("::");
  if (last == std::string_view::npos) return false;
  std::string_view own = name.substr(last + 2);
  if (own.starts_with('~') != isDestructor) return false;
  if (isDestructor) own.remove_prefix(1);
  const std::string_view scope = name.substr(0, last);
  const std::size_t before = scope.rfind("::");
  return own == (before == std::string_view::npos ? scope : scope.substr(before + 2));
}

// Neither calls anything nor touches an atomic: it says that a role is taken on.
bool isOfRole(const FunctionInfo& info) {
  return info.body != nullptr &&
         std::none_of(info.body->events.begin(), info.body->events.end(), [](const Event& event) {
           return event.kind == EventKind::Call || (event.flags & kAtomic) != 0;
         });
}

}  // namespace

// Something in its body, or in what that calls by name, is known to lock or unlock.
bool Declarations::bodyLocks(FunctionId function) {
  const auto [place, isNew] = locks_.emplace(index(function), false);
  if (!isNew) return place->second;
  const FunctionInfo& info = program_[function];
  if (info.body == nullptr) return false;
  bool found = false;
  for (const Event& event : info.body->events) {
    if (event.kind != EventKind::Call || event.callee.kind == CalleeKind::Indirect) continue;
    const FunctionId callee = program_.numbers(info.unit).functions[event.callee.function];
    const Meaning* known = table_.find(program_[callee].name);
    const bool isDeclared = std::any_of(
        program_[callee].capabilities.begin(), program_[callee].capabilities.end(),
        [](const DeclaredCapability& one) { return isOfLocking(one.capability->kind); });
    if (known != nullptr && !known->isNothing())
      found |= isLocking(*known);
    else
      found |= isDeclared || (known == nullptr && bodyLocks(callee));
    if (found) break;
  }
  return locks_[index(function)] = found;
}

void Declarations::giveMeaning(FunctionId function) {
  const FunctionInfo& info = program_[function];
  // What the table says counts more; it has no line for each function of its classes.
  const Meaning* listed = table_.find(info.name);
  if (listed != nullptr && !listed->isNothing()) return;
  const RecordId record = program_.classOf(function);
  const bool isOfGuard =
      isGuard(record) && (info.isMember || isNamedLikeItsClass(info.name, false));
  auto meaning = std::make_unique<Meaning>();
  const auto add = [&](Verb verb, const DeclaredCapability& declared) {
    const Kind kind = declared.capability->kind;
    Action action;
    action.verb = verb;
    action.a = kDeclared;
    action.isShared = isOfSharing(kind);
    action.hasKind = true;
    action.isBelieved = kind == Kind::Asserts || kind == Kind::AssertsShared;
    action.isRole = isOfRole(info);
    if (kind == Kind::TryAcquires || kind == Kind::TryAcquiresShared) {
      action.insistence = Insistence::Try;
      action.isZeroSuccess = declared.capability->success == 0;
    }
    for (const DeclaredLock& lock : locks(declared, Mode::Exclusive, function)) {
      action.declared = {lock.lock};
      meaning->actions.push_back(action);
    }
  };
  for (const DeclaredCapability& declared : info.capabilities) {
    const Kind kind = declared.capability->kind;
    if (kind == Kind::Asserts || kind == Kind::AssertsShared) add(Verb::Acquire, declared);
    if (!isOfLocking(kind) || bodyLocks(function)) continue;
    if (isOfGuard) {
      const std::vector<Action> actions = guardActions(function, declared);
      meaning->actions.insert(meaning->actions.end(), actions.begin(), actions.end());
      continue;
    }
    const bool isRelease =
        kind == Kind::Releases || kind == Kind::ReleasesShared || kind == Kind::ReleasesGeneric;
    add(isRelease ? Verb::Release : Verb::Acquire, declared);
  }
  if (!meaning->actions.empty()) meanings_[index(function)] = std::move(meaning);
}

// The constructor names the locks; after it the guard is spoken of as a whole.
std::vector<Action> Declarations::guardActions(FunctionId function,
                                               const DeclaredCapability& declared) const {
  const std::string& name = program_[function].name;
  const Kind kind = declared.capability->kind;
  Action action;
  action.a = 0;
  action.isShared = isOfSharing(kind);
  action.hasKind = true;
  if (isNamedLikeItsClass(name, true)) {
    action.verb = Verb::GuardDestroy;
  } else if (isNamedLikeItsClass(name, false)) {
    action.verb = Verb::GuardMake;
    for (const DeclaredLock& lock : locks(declared, Mode::Exclusive, function))
      if (lock.lock != self_) action.declared.push_back(lock.lock);
    if (action.declared.empty()) return {};
  } else if (kind == Kind::Releases || kind == Kind::ReleasesShared ||
             kind == Kind::ReleasesGeneric) {
    action.verb = Verb::GuardUnlock;
  } else {
    action.verb = Verb::GuardLock;
    if (kind == Kind::TryAcquires || kind == Kind::TryAcquiresShared)
      action.insistence = Insistence::Try;
  }
  return {action};
}

}  // namespace gordian::analyzer
