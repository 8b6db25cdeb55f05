#include "state.hpp"

#include <algorithm>

namespace gordian::analyzer {
namespace {

auto placeOf(const std::vector<Stored>& stores, PathId place) {
  return std::lower_bound(stores.begin(), stores.end(), place,
                          [](const Stored& s, PathId p) { return s.place < p; });
}

template <class T>
void insertSorted(std::vector<T>& list, const T& item) {
  const auto place = std::lower_bound(list.begin(), list.end(), item);
  if (place == list.end() || *place != item) list.insert(place, item);
}

template <class T>
void sortUnique(std::vector<T>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

}  // namespace

const Val* State::find(PathId place) const {
  const auto at = placeOf(stores, place);
  return at != stores.end() && at->place == place ? &at->value : nullptr;
}

void State::store(PathId place, const Val& value) {
  const auto at = placeOf(stores, place);
  if (at != stores.end() && at->place == place)
    stores[static_cast<std::size_t>(at - stores.begin())].value = value;
  else
    stores.insert(at, {place, value});
}

void State::forget(PathId place) {
  const auto at = placeOf(stores, place);
  if (at != stores.end() && at->place == place) stores.erase(at);
}

bool State::isPublished(PathId root) const {
  return std::binary_search(published.begin(), published.end(), root);
}

void State::publish(PathId root) {
  insertSorted(published, root);
}

void State::pass(PathId mark) {
  insertSorted(marks, mark);
}

Held* State::findHeld(PathId lock) {
  const auto at =
      std::find_if(held.rbegin(), held.rend(), [&](const Held& one) { return one.lock == lock; });
  return at == held.rend() ? nullptr : &*at;
}

bool assume(State& state, const Atom& atom) {
  for (const Atom& known : state.atoms) {
    if (known.path != atom.path || known.isLess != atom.isLess) continue;
    if (known.constant == atom.constant) return known.holds == atom.holds;
    // Equal to two different constants.
    if (!atom.isLess && known.holds && atom.holds) return false;
  }
  insertSorted(state.atoms, atom);
  return true;
}

void forgetAtoms(State& state, const Paths& paths, PathId path) {
  std::erase_if(state.atoms, [&](const Atom& atom) { return paths.startsWith(atom.path, path); });
}

void renamePrefix(State& state, Paths& paths, PathId from, PathId to) {
  const auto rename = [&](PathId& path) {
    if (paths.startsWith(path, from)) path = paths.withPrefix(path, from, to);
  };
  for (Stored& stored : state.stores) {
    rename(stored.place);
    if (stored.value.path != kUnknownPath) rename(stored.value.path);
  }
  std::sort(state.stores.begin(), state.stores.end());
  state.stores.erase(
      std::unique(state.stores.begin(), state.stores.end(),
                  [](const Stored& a, const Stored& b) { return a.place == b.place; }),
      state.stores.end());
  for (Held& held : state.held) rename(held.lock);
  for (PathId& lock : state.released) rename(lock);
  for (PathId& mark : state.marks) rename(mark);
  sortUnique(state.marks);
  for (Atom& atom : state.atoms) rename(atom.path);
  for (Begun& thread : state.threads) rename(thread.handle);
  for (PathId& handle : state.joined) rename(handle);
  for (PathId& root : state.published) rename(root);
  sortUnique(state.joined);
  sortUnique(state.atoms);
  sortUnique(state.threads);
  sortUnique(state.published);
}

std::vector<Begun> mergeThreads(const std::vector<Begun>& a, const std::vector<Begun>& b) {
  std::vector<Begun> all = a;
  all.insert(all.end(), b.begin(), b.end());
  const auto has = [&](ThreadKey key, auto test) {
    return std::any_of(all.begin(), all.end(),
                       [&](const Begun& other) { return other.key == key && test(other); });
  };
  std::vector<Begun> merged;
  for (Begun thread : all) {
    if (thread.isJoined) {
      if (has(thread.key, [](const Begun& other) { return !other.isJoined; })) continue;
    } else {
      thread.isPerhaps =
          has(thread.key, [](const Begun& other) { return other.isJoined || other.isPerhaps; });
    }
    merged.push_back(thread);
  }
  sortUnique(merged);
  return merged;
}

void doubtJoined(std::vector<State>& states) {
  const auto isJoinedSomewhere = [&](ThreadKey key) {
    return std::any_of(states.begin(), states.end(), [&](const State& state) {
      return std::any_of(state.threads.begin(), state.threads.end(), [&](const Begun& other) {
        return other.key == key && (other.isJoined || other.isPerhaps);
      });
    });
  };
  for (State& state : states) {
    for (Begun& thread : state.threads)
      if (!thread.isJoined) thread.isPerhaps |= isJoinedSomewhere(thread.key);
    sortUnique(state.threads);
  }
}

void begin(State& state, const Begun& thread) {
  std::erase_if(state.threads, [&](const Begun& known) {
    return known.key == thread.key && known.handle == thread.handle && !thread.isJoined &&
           !thread.isPerhaps && (known.isJoined || known.isPerhaps);
  });
  insertSorted(state.threads, thread);
}

void join(State& state, Paths& paths, PathId handle) {
  if (handle == kUnknownPath) return;
  const PathId wanted = paths.withoutIndices(handle);
  bool isOurs = false;
  for (Begun& thread : state.threads) {
    if (paths.withoutIndices(thread.handle) != wanted) continue;
    thread.isJoined = true;
    thread.isPerhaps = false;
    isOurs = true;
  }
  if (isOurs)
    sortUnique(state.threads);
  else
    insertSorted(state.joined, wanted);
}

bool mentions(const State& state, const Paths& paths, PathId prefix) {
  const auto isOne = [&](PathId path) { return paths.startsWith(path, prefix); };
  return std::any_of(state.stores.begin(), state.stores.end(),
                     [&](const Stored& s) { return isOne(s.place) || isOne(s.value.path); }) ||
         std::any_of(state.held.begin(), state.held.end(),
                     [&](const Held& h) { return isOne(h.lock); }) ||
         std::any_of(state.released.begin(), state.released.end(), isOne) ||
         std::any_of(state.marks.begin(), state.marks.end(), isOne) ||
         std::any_of(state.atoms.begin(), state.atoms.end(),
                     [&](const Atom& a) { return isOne(a.path); }) ||
         std::any_of(state.threads.begin(), state.threads.end(),
                     [&](const Begun& t) { return isOne(t.handle); });
}

}  // namespace gordian::analyzer
