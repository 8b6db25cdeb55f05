#include "storage.hpp"

#include <algorithm>

namespace gordian::analyzer {
namespace {

constexpr int kMaxAliases = 4;

}  // namespace

bool Storage::isOwn(PathId place) const {
  if (paths_.hasDeref(place)) return false;
  switch (paths_.rootKind(place)) {
    case Root::Local:
    case Root::Formal:
    case Root::Result:
    case Root::Return:
      return true;
    default:
      return false;
  }
}

bool Storage::isFreshMemory(PathId place) const {
  return paths_.rootKind(place) == Root::Result && isFresh_[paths_.rootNumber(place)];
}

Val Storage::load(const State& state, PathId place) {
  if (place == kUnknownPath) return {};
  for (int i = 0; i < kMaxAliases; ++i) {
    const Val* known = state.find(place);
    if (known == nullptr) break;
    // A result that was stored elsewhere is known by that place.
    const bool isAlias = known->is(Val::Kind::Loaded) && known->path != place &&
                         paths_.rootKind(known->path) == Root::Result &&
                         state.find(known->path) != nullptr;
    if (!isAlias) return *known;
    place = known->path;
  }
  if (const Val* known = state.find(place)) return *known;
  // A part of an object that was copied as a whole.
  for (PathId at = place; !paths_.isRoot(at) && paths_.lastStep(at) != StepKind::Deref;) {
    at = paths_.parent(at);
    const Val* whole = state.find(at);
    if (whole == nullptr || !whole->is(Val::Kind::Loaded) || whole->path == at) continue;
    return Val::loaded(paths_.withPrefix(place, at, whole->path));
  }
  return Val::loaded(place);
}

PathId Storage::pointee(const State& state, const Val& value) {
  if (value.is(Val::Kind::Pointer)) return value.path;
  if (!value.is(Val::Kind::Loaded)) return kUnknownPath;
  if (const Val* alias = state.find(value.path);
      alias != nullptr && paths_.rootKind(value.path) == Root::Result && *alias != value)
    return pointee(state, *alias);
  return paths_.deref(value.path);
}

PathId Storage::follow(const State& state, PathId at, StepKind kind, std::uint32_t number) {
  if (kind != StepKind::Deref) return paths_.step(at, kind, number);
  return pointee(state, load(state, at));
}

PathId Storage::resolve(const State& state, PathId path) {
  if (state.stores.empty() || paths_.isRoot(path)) return path;
  const PathId at = resolve(state, paths_.parent(path));
  return follow(state, at, paths_.lastStep(path), paths_.lastNumber(path));
}

Val Storage::evaluate(const State& state, const Val& value) {
  switch (value.kind) {
    case Val::Kind::Pointer: {
      const PathId place = resolve(state, value.path);
      return place == kUnknownPath ? Val{} : Val::pointer(place);
    }
    case Val::Kind::Loaded:
      return load(state, resolve(state, value.path));
    case Val::Kind::Equals:
    case Val::Kind::Differs: {
      const Val held = load(state, resolve(state, value.path));
      if (held.is(Val::Kind::Integer)) {
        const bool isEqual = held.integer == value.integer;
        return Val::number(isEqual == value.is(Val::Kind::Equals) ? 1 : 0);
      }
      if (held.is(Val::Kind::Loaded)) return {value.kind, held.path, value.integer};
      // A truth value compared with 0 or 1.
      const bool isTruth = held.is(Val::Kind::Equals) || held.is(Val::Kind::Differs);
      if (!isTruth || (value.integer != 0 && value.integer != 1)) return {};
      const bool isKept = value.is(Val::Kind::Equals) == (value.integer == 1);
      if (isKept) return held;
      const auto opposite = held.is(Val::Kind::Equals) ? Val::Kind::Differs : Val::Kind::Equals;
      return {opposite, held.path, held.integer};
    }
    case Val::Kind::Unknown:
    case Val::Kind::Function:
    case Val::Kind::Integer:
      return value;
  }
  return {};
}

void Storage::overwrite(State& state, PathId place, std::uint32_t op) {
  const PathId old = paths_.root(Root::Stale, op);
  const PathId behind = paths_.deref(place);
  state.stores.changeIf([&](const Stored& stored) { return stored.value == Val::loaded(place); },
                        [&](Stored& stored) { stored.value = Val::loaded(old); });
  if (mentions(state, paths_, behind)) renamePrefix(state, paths_, behind, paths_.deref(old));
}

void Storage::publishRoot(State& state, PathId root) {
  const Root kind = paths_.rootKind(root);
  if (kind != Root::Local && kind != Root::Result && kind != Root::Formal) return;
  if (state.isPublished(root)) return;
  state.publish(root);
  for (std::size_t i = 0; i < state.stores.size(); ++i) {
    const Stored stored = state.stores[i];
    if (paths_.rootOf(stored.place) == root) publish(state, stored.value);
  }
}

void Storage::publish(State& state, const Val& value) {
  if (!value.hasPath() || value.path == kUnknownPath) return;
  // A value that was read from a variable of this frame is some pointer of somebody else's.
  if (value.is(Val::Kind::Loaded) && paths_.rootKind(value.path) == Root::Local) return;
  publishRoot(state, paths_.rootOf(value.path));
}

void Storage::assign(State& state, PathId place, const Val& value, std::uint32_t op) {
  if (place == kUnknownPath) return publish(state, value);
  forgetAtoms(state, paths_, place);
  const PathId root = paths_.rootOf(place);
  const bool isShared = !isOwn(place) && !isFreshMemory(place);
  if (isShared || state.isPublished(root)) publish(state, value);
  if (!isShared) return state.store(place, value);
  // New memory is known by the place it was stored in, as all others know it.
  const bool isResult = value.is(Val::Kind::Loaded) && paths_.isRoot(value.path) &&
                        paths_.rootKind(value.path) == Root::Result && !paths_.hasElements(place);
  const bool isGlobal = paths_.rootKind(place) == Root::Global;
  if (isResult || isGlobal) {
    overwrite(state, place, op);
    state.forget(place);
  }
  if (isResult) {
    state.store(value.path, Val::loaded(place));
    renameThreads(state, paths_.deref(value.path), paths_.deref(place));
  } else if (!isGlobal) {
    state.store(place, value);
  }
}

void Storage::copyObject(State& state, PathId from, PathId to, std::uint32_t op) {
  if (from == to || from == kUnknownPath || to == kUnknownPath) return;
  const Val whole = load(state, from);
  state.stores.removeIf([&](const Stored& s) {
    return s.place != to && paths_.startsWith(s.place, to) && !paths_.startsWith(s.place, from);
  });
  std::vector<Stored> parts;
  for (const Stored& stored : state.stores) {
    if (stored.place == from || !paths_.startsWith(stored.place, from)) continue;
    parts.push_back({paths_.withPrefix(stored.place, from, to), stored.value});
  }
  assign(state, to, whole, op);
  for (const Stored& part : parts)
    if (part.place != kUnknownPath) assign(state, part.place, part.value, op);
  renameThreads(state, from, to);
}

// Whoever joins them names them by where they are now.
void Storage::renameThreads(State& state, PathId from, PathId to) {
  const bool isMoved = state.threads.changeIf(
      [&](const Begun& thread) {
        return !thread.isJoined && paths_.startsWith(thread.handle, from);
      },
      [&](Begun& thread) { thread.handle = paths_.withPrefix(thread.handle, from, to); });
  if (isMoved) state.threads.sortUnique();
}

void Storage::clobber(State& state, PathId place, std::uint32_t op) {
  if (place == kUnknownPath) return;
  forgetAtoms(state, paths_, place);
  const Val* known = state.find(place);
  if (isOwn(place)) {
    if (known != nullptr || paths_.isRoot(place)) {
      beginResult(state, op);
      state.store(place, Val::loaded(result(op)));
    }
  } else if (known != nullptr) {
    state.store(place, {});
  } else if (mentions(state, paths_, paths_.deref(place))) {
    overwrite(state, place, op);
  }
}

void Storage::beginResult(State& state, std::uint32_t op) {
  const PathId fresh = result(op);
  state.published.removeIf([&](PathId root) { return root == fresh; });
  if (!mentions(state, paths_, fresh)) return;
  renamePrefix(state, paths_, fresh, paths_.root(Root::Stale, op));
}

void Storage::forgetIndices(State& state, PathId written) {
  std::vector<std::uint32_t> changed;
  for (std::uint32_t k = 0; k < body_.indexReads.size(); ++k) {
    const auto& reads = body_.indexReads[k];
    if (std::find(reads.begin(), reads.end(), written) != reads.end()) changed.push_back(k);
  }
  if (changed.empty()) return;
  const auto isMeant = [&](PathId path) { return paths_.hasElements(path); };
  const auto forget = [&](PathId& path) {
    for (const std::uint32_t k : changed) path = paths_.withoutIndex(path, k);
  };
  state.held.changeIf([&](const Held& held) { return isMeant(held.lock); },
                      [&](Held& held) { forget(held.lock); });
  const bool hasStores = state.stores.changeIf(
      [&](const Stored& stored) { return isMeant(stored.place) || isMeant(stored.value.path); },
      [&](Stored& stored) {
        forget(stored.place);
        forget(stored.value.path);
      });
  if (hasStores) sortPlaces(state.stores.edit());
}

}  // namespace gordian::analyzer
