#include "locking.hpp"

#include <algorithm>

namespace gordian::analyzer {

LockKind Locking::kindOf(const Action& action, LinkedType lockType, PathId lock) const {
  if (const auto declared = kinds_.declared(body_.id, lock)) return *declared;
  if (action.hasKind) return action.kind;
  return table_.lockKind(program_[lockType].name);
}

void Locking::acquire(State& state, PathId lock, const Request& request, std::uint32_t op) {
  if (lock == kUnknownPath) lock = unnamed(op);
  note(state, lock, request, op);
  take(state, storage_, lock, request, op);
}

void Locking::acquireAll(State& state, const std::vector<Wanted>& wanted, std::uint32_t op) {
  const auto named = [&](PathId lock) { return lock == kUnknownPath ? unnamed(op) : lock; };
  for (const Wanted& one : wanted) note(state, named(one.lock), one.request, op);
  for (const Wanted& one : wanted) take(state, storage_, named(one.lock), one.request, op);
}

void Locking::note(const State& state, PathId lock, const Request& request, std::uint32_t op) {
  if (recorder_ == nullptr || !request.isRecorded) return;
  Point point;
  point.kind = PointKind::Acquire;
  point.insistence = request.insistence;
  point.mode = request.mode;
  point.lockKind = request.kind;
  point.op = op;
  point.path = lock;
  const bool isHeld = std::any_of(state.held.begin(), state.held.end(),
                                  [&](const Held& held) { return held.lock == lock; });
  if (isHeld) point.flags |= kReentrant;
  if (body_.ops[op].has(kInLoop)) point.flags |= kRepeats;
  recorder_->record(point, state);
}

void Locking::take(State& state, const Storage& storage, PathId lock, const Request& request,
                   std::uint32_t op) {
  if (const Held* known = state.findHeld(lock)) {
    Held& again = state.edit(*known);
    again.isCertain = true;
    if (again.count < 2 && !storage.paths().hasElements(lock)) ++again.count;
    return;
  }
  // The caller's lock, given up here before and taken again.
  if (const auto place = std::find(state.released.begin(), state.released.end(), lock);
      place != state.released.end()) {
    state.released.removeAt(place);
    return;
  }
  state.held.edit().push_back({lock, request.mode, request.kind, true, request.isGuarded, 1, op});
}

void Locking::believe(State& state, PathId lock, const Request& request, std::uint32_t op) {
  if (lock == kUnknownPath || state.findHeld(lock) != nullptr) return;
  state.held.edit().push_back({lock, request.mode, request.kind, true, false, 1, op, true});
}

PathId Locking::unnamed(std::uint32_t op) {
  return storage_.paths().deref(storage_.paths().root(Root::Stale, op));
}

void Locking::release(State& state, PathId lock) {
  const Paths& paths = storage_.paths();
  if (lock == kUnknownPath) {
    const auto unnamed =
        std::find_if(state.held.rbegin(), state.held.rend(), [&](const Held& held) {
          return paths.rootKind(held.lock) == Root::Stale && paths.depth(held.lock) == 1;
        });
    if (unnamed != state.held.rend()) state.held.removeAt(std::next(unnamed).base());
    return;
  }
  const Held* known = state.findHeld(lock);
  if (known == nullptr) {
    // The same lock under another name, if only one can be meant: p->m after p was reassigned.
    const auto looksAlike = [&](const Held& held) {
      if (paths.isRoot(held.lock) || paths.isRoot(lock)) return false;
      const bool isOpaque = paths.hasElements(lock) || paths.hasElements(held.lock) ||
                            paths.hasDeref(lock) || paths.hasDeref(held.lock);
      return isOpaque && paths.lastStep(held.lock) == paths.lastStep(lock) &&
             (paths.lastStep(lock) != StepKind::Field ||
              paths.lastNumber(held.lock) == paths.lastNumber(lock)) &&
             !held.isGuarded;
    };
    const auto count = std::count_if(state.held.begin(), state.held.end(), looksAlike);
    if (count == 1) known = &*std::find_if(state.held.begin(), state.held.end(), looksAlike);
  }
  if (known == nullptr) {
    if (std::find(state.released.begin(), state.released.end(), lock) == state.released.end())
      state.released.edit().push_back(lock);
    return;
  }
  if (known->isBelieved) state.released.edit().push_back(known->lock);
  if (known->count == 1)
    state.held.removeAt(state.held.begin() + (known - &state.held[0]));
  else
    --state.edit(*known).count;
}

State Locking::tryAcquire(State& state, PathId lock, const Request& request, std::uint32_t op) {
  State failed = state;
  acquire(state, lock, request, op);
  return failed;
}

bool Locking::isGuardType(LinkedType type) const {
  return table_.isGuard(program_[type].name) || !table_.guardIn(program_[type].full).empty();
}

std::vector<PathId> Locking::locksOf(const State& state, PathId guard) {
  std::vector<PathId> locks;
  for (std::uint32_t i = 0; i < kMaxGuarded; ++i) {
    const PathId field = mutex(guard, i);
    if (i > 0 && state.find(field) == nullptr) break;
    const PathId lock = storage_.pointee(state, storage_.load(state, field));
    if (lock != kUnknownPath) locks.push_back(lock);
  }
  return locks;
}

void Locking::makeGuard(State& state, PathId guard, std::span<const Argument> arguments,
                        const Action& action, std::uint32_t op, std::vector<State>& more) {
  if (!arguments.empty() && isGuardType(arguments[0].type))
    return moveGuard(state, guard, storage_.pointee(state, arguments[0].value), op);
  state.stores.removeIf([&](const Stored& stored) {
    return stored.place != guard && storage_.paths().startsWith(stored.place, guard);
  });
  Tag tag = Tag::None;
  std::vector<PathId> locks;
  std::vector<LockKind> kinds;
  for (const Argument& argument : arguments) {
    const Tag given = table_.tagOf(program_[argument.type].name);
    if (given == Tag::Ignored) continue;
    if (given != Tag::None) {
      tag = given;
      continue;
    }
    if (locks.size() == kMaxGuarded || argument.value.is(Val::Kind::Integer)) continue;
    PathId lock = storage_.pointee(state, argument.value);
    if (lock == kUnknownPath) lock = unnamed(op);
    state.store(mutex(guard, static_cast<std::uint32_t>(locks.size())), Val::pointer(lock));
    locks.push_back(lock);
    kinds.push_back(kindOf(action, argument.type, lock));
  }
  if (locks.empty() || tag == Tag::Defer) {
    state.store(owns(guard), Val::number(0));
    return;
  }
  state.store(owns(guard), Val::number(1));
  const Mode mode = action.isShared ? Mode::Shared : Mode::Exclusive;
  if (tag == Tag::Adopt) {
    for (const PathId lock : locks)
      if (const Held* held = state.findHeld(lock)) state.edit(*held).isGuarded = true;
    return;
  }
  const bool mayFail = tag == Tag::Try || tag == Tag::Duration;
  if (mayFail) {
    more.push_back(state);
    more.back().store(owns(guard), Val::number(0));
  }
  std::vector<Wanted> wanted;
  for (std::size_t i = 0; i < locks.size(); ++i) {
    Request request;
    request.mode = mode;
    request.kind = kinds[i];
    request.isGuarded = true;
    request.insistence = tag == Tag::Try        ? Insistence::Try
                         : tag == Tag::Duration ? Insistence::Timed
                                                : Insistence::Blocking;
    wanted.push_back({locks[i], request});
  }
  acquireAll(state, wanted, op);
}

void Locking::lockGuard(State& state, PathId guard, const Action& action, std::uint32_t op,
                        std::vector<State>& more) {
  Request request;
  request.mode = action.isShared ? Mode::Shared : Mode::Exclusive;
  request.insistence = action.insistence;
  request.isGuarded = true;
  const PathId result = storage_.result(op);
  if (action.insistence != Insistence::Blocking) {
    more.push_back(state);
    more.back().store(owns(guard), Val::number(0));
    more.back().store(result, Val::number(0));
    state.store(result, Val::number(1));
  }
  for (const PathId lock : locksOf(state, guard)) {
    request.kind = kindOf(action, LinkedType{}, lock);
    acquire(state, lock, request, op);
  }
  state.store(owns(guard), Val::number(1));
}

void Locking::unlockGuard(State& state, PathId guard) {
  const std::vector<PathId> locks = locksOf(state, guard);
  for (auto lock = locks.rbegin(); lock != locks.rend(); ++lock) release(state, *lock);
  state.store(owns(guard), Val::number(0));
}

void Locking::destroyGuard(State& state, PathId guard, std::vector<State>& more) {
  if (guard == kUnknownPath) return;
  const Val owned = storage_.load(state, owns(guard));
  if (owned.is(Val::Kind::Integer)) {
    if (owned.integer != 0) unlockGuard(state, guard);
    return;
  }
  // Whether it owns is not known: if the lock is held here, this is what releases it.
  bool isHeld = false;
  for (const PathId lock : locksOf(state, guard)) isHeld |= state.findHeld(lock) != nullptr;
  if (isHeld) return unlockGuard(state, guard);
  const bool isCallers = owned.is(Val::Kind::Loaded) && owned.path != kUnknownPath &&
                         storage_.paths().rootKind(owned.path) == Root::Formal;
  if (!isCallers) return;
  State kept = state;
  if (assume(kept, {owned.path, false, true, 0})) more.push_back(std::move(kept));
  assume(state, {owned.path, false, false, 0});
  unlockGuard(state, guard);
}

void Locking::moveGuard(State& state, PathId to, PathId from, std::uint32_t op) {
  if (to == kUnknownPath) return;
  if (from == kUnknownPath) {
    storage_.clobber(state, to, op);
    return;
  }
  storage_.copyObject(state, from, to, op);
  state.store(owns(to), storage_.load(state, owns(from)));
  state.store(mutex(to), storage_.load(state, mutex(from)));
  state.store(owns(from), Val::number(0));
}

void Locking::swapGuards(State& state, PathId a, PathId b) {
  if (a == kUnknownPath || b == kUnknownPath) return;
  for (const std::uint32_t field : {kGuardOwns, kGuardMutex}) {
    const PathId ofA = storage_.paths().field(a, field);
    const PathId ofB = storage_.paths().field(b, field);
    const Val kept = storage_.load(state, ofA);
    state.store(ofA, storage_.load(state, ofB));
    state.store(ofB, kept);
  }
}

}  // namespace gordian::analyzer
