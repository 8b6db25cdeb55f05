#include "state.hpp"

#include <algorithm>

namespace gordian::analyzer {
namespace {

auto placeOf(const std::vector<Stored>& stores, PathId place) {
  return std::lower_bound(stores.begin(), stores.end(), place,
                          [](const Stored& s, PathId p) { return s.place < p; });
}

}  // namespace

const Val* State::find(PathId place) const {
  const auto at = placeOf(stores, place);
  return at != stores.end() && at->place == place ? &at->value : nullptr;
}

void State::store(PathId place, const Val& value) {
  const auto at = placeOf(stores, place);
  const auto number = at - stores.begin();
  if (at == stores.end() || at->place != place)
    stores.edit().insert(stores.edit().begin() + number, {place, value});
  else if (at->value != value)
    stores.edit()[static_cast<std::size_t>(number)].value = value;
}

void State::forget(PathId place) {
  const auto at = placeOf(stores, place);
  if (at == stores.end() || at->place != place) return;
  const auto number = at - stores.begin();
  stores.edit().erase(stores.edit().begin() + number);
}

bool State::isPublished(PathId root) const {
  return std::binary_search(published.begin(), published.end(), root);
}

void State::publish(PathId root) {
  published.insert(root);
}

void State::pass(PathId mark) {
  marks.insert(mark);
}

const Held* State::findHeld(PathId lock) const {
  const auto at =
      std::find_if(held.rbegin(), held.rend(), [&](const Held& one) { return one.lock == lock; });
  return at == held.rend() ? nullptr : &*at;
}

Held& State::edit(const Held& known) {
  const auto number = static_cast<std::size_t>(&known - held.items().data());
  return held.edit()[number];
}

bool assume(State& state, const Atom& atom) {
  for (const Atom& known : state.atoms) {
    if (known.path != atom.path || known.isLess != atom.isLess) continue;
    if (known.constant == atom.constant) return known.holds == atom.holds;
    // Equal to two different constants.
    if (!atom.isLess && known.holds && atom.holds) return false;
  }
  state.atoms.insert(atom);
  return true;
}

void forgetAtoms(State& state, const Paths& paths, PathId path) {
  state.atoms.removeIf([&](const Atom& atom) { return paths.startsWith(atom.path, path); });
}

void renamePrefix(State& state, Paths& paths, PathId from, PathId to) {
  const auto isMeant = [&](PathId path) { return paths.startsWith(path, from); };
  const auto rename = [&](PathId& path) {
    if (isMeant(path)) path = paths.withPrefix(path, from, to);
  };
  const auto renameAll = [&](SharedList<PathId>& list) { return list.changeIf(isMeant, rename); };
  const bool hasStores = state.stores.changeIf(
      [&](const Stored& s) { return isMeant(s.place) || isMeant(s.value.path); },
      [&](Stored& s) {
        rename(s.place);
        rename(s.value.path);
      });
  if (hasStores) sortPlaces(state.stores.edit());
  state.held.changeIf([&](const Held& h) { return isMeant(h.lock); },
                      [&](Held& h) { rename(h.lock); });
  renameAll(state.released);
  if (renameAll(state.marks)) state.marks.sortUnique();
  if (state.atoms.changeIf([&](const Atom& a) { return isMeant(a.path); },
                           [&](Atom& a) { rename(a.path); }))
    state.atoms.sortUnique();
  if (state.threads.changeIf([&](const Begun& t) { return isMeant(t.handle); },
                             [&](Begun& t) { rename(t.handle); }))
    state.threads.sortUnique();
  if (renameAll(state.joined)) state.joined.sortUnique();
  if (renameAll(state.published)) state.published.sortUnique();
}

void sortPlaces(std::vector<Stored>& stores) {
  std::sort(stores.begin(), stores.end());
  const auto isSame = [](const Stored& a, const Stored& b) { return a.place == b.place; };
  stores.erase(std::unique(stores.begin(), stores.end(), isSame), stores.end());
}

std::vector<Begun> mergeThreads(const std::vector<Begun>& a, const std::vector<Begun>& b) {
  std::vector<Begun> all;
  all.reserve(a.size() + b.size());
  std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
  std::vector<Begun> merged;
  merged.reserve(all.size());
  for (auto first = all.begin(); first != all.end();) {
    const auto end =
        std::find_if(first, all.end(), [&](const Begun& other) { return other.key != first->key; });
    const bool runs = std::any_of(first, end, [](const Begun& one) { return !one.isJoined; });
    const bool isDoubted =
        std::any_of(first, end, [](const Begun& one) { return one.isJoined || one.isPerhaps; });
    for (; first != end; ++first) {
      if (runs && first->isJoined) continue;
      merged.push_back(*first);
      if (runs) merged.back().isPerhaps = isDoubted;
    }
  }
  std::sort(merged.begin(), merged.end());
  merged.erase(std::unique(merged.begin(), merged.end()), merged.end());
  return merged;
}

void doubtJoined(std::vector<State>& states) {
  std::vector<ThreadKey> joined;
  for (const State& state : states)
    for (const Begun& one : state.threads)
      if (one.isJoined || one.isPerhaps) joined.push_back(one.key);
  if (joined.empty()) return;
  std::sort(joined.begin(), joined.end());
  for (State& state : states) {
    const bool isNew = state.threads.changeIf(
        [&](const Begun& one) {
          return !one.isJoined && !one.isPerhaps &&
                 std::binary_search(joined.begin(), joined.end(), one.key);
        },
        [](Begun& one) { one.isPerhaps = true; });
    if (isNew) state.threads.sortUnique();
  }
}

void begin(State& state, const Begun& thread) {
  state.threads.removeIf([&](const Begun& known) {
    return known.key == thread.key && known.handle == thread.handle && !thread.isJoined &&
           !thread.isPerhaps && (known.isJoined || known.isPerhaps);
  });
  state.threads.insert(thread);
}

void join(State& state, Paths& paths, PathId handle) {
  if (handle == kUnknownPath) return;
  const PathId wanted = paths.withoutIndices(handle);
  const bool isOurs = state.threads.changeIf(
      [&](const Begun& thread) { return paths.withoutIndices(thread.handle) == wanted; },
      [](Begun& thread) {
        thread.isJoined = true;
        thread.isPerhaps = false;
      });
  if (isOurs)
    state.threads.sortUnique();
  else
    state.joined.insert(wanted);
}

bool mentions(const State& state, const Paths& paths, PathId prefix) {
  const auto isOne = [&](PathId path) { return paths.startsWith(path, prefix); };
  return state.stores.has([&](const Stored& s) { return isOne(s.place) || isOne(s.value.path); }) ||
         state.held.has([&](const Held& h) { return isOne(h.lock); }) ||
         state.released.has(isOne) || state.marks.has(isOne) ||
         state.atoms.has([&](const Atom& a) { return isOne(a.path); }) ||
         state.threads.has([&](const Begun& t) { return isOne(t.handle); });
}

}  // namespace gordian::analyzer
