#include "merging.hpp"

#include <algorithm>

namespace gordian::analyzer {
namespace {

constexpr std::size_t kManyStores = 64;  // in a state that comes to the head of a loop

bool isNull(const Val& value) {
  return value.is(Val::Kind::Integer) && value.integer == 0;
}

template <class T>
SharedList<T> common(const SharedList<T>& a, const SharedList<T>& b) {
  if (a == b) return a;
  std::vector<T> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

// Merged with its equal it stays as it is; with several locks or with threads it may not.
bool isItselfMerged(const State& state) {
  return state.held.size() <= 1 && state.threads.empty();
}

bool isPointerLike(const Val& value) {
  return value.hasPath() || value.is(Val::Kind::Function);
}

}  // namespace

PathId Merging::phi(std::uint32_t block, PathId place) {
  const std::pair<std::uint32_t, PathId> wanted{block, place};
  const auto known = std::find(phis_.begin(), phis_.end(), wanted);
  const auto number = static_cast<std::uint32_t>(known - phis_.begin());
  if (known == phis_.end()) phis_.push_back(wanted);
  return storage_.paths().root(Root::Phi, number);
}

// A variable to an object of a class; of numbers the facts have no type.
bool Merging::isPointer(PathId place) const {
  const Paths& paths = storage_.paths();
  if (!paths.isRoot(place) || paths.rootKind(place) != Root::Local) return false;
  return body_.source->locals[paths.rootNumber(place)].type != TypeId{};
}

bool Merging::differsInLocks(const State& a, const State& b) const {
  if (a.held.size() != b.held.size() || a.released != b.released || a.threads != b.threads ||
      a.joined != b.joined)
    return true;
  for (std::size_t i = 0; i < a.held.size(); ++i) {
    if (a.held[i].lock != b.held[i].lock || a.held[i].mode != b.held[i].mode ||
        a.held[i].count != b.held[i].count)
      return true;
  }
  // Whether a guard owns its lock goes with the lock; one that owns nothing differs as well.
  const auto owned = [&](const State& state, auto visit) {
    for (const Stored& stored : state.stores)
      if (!storage_.paths().isRoot(stored.place) &&
          storage_.paths().lastNumber(stored.place) == kGuardOwns)
        visit(stored);
  };
  bool differs = false;
  owned(a, [&](const Stored& stored) {
    const Val* other = b.find(stored.place);
    differs |= other != nullptr && *other != stored.value;
  });
  return differs;
}

void Merging::mergeStores(const State& a, const State& b, State& into, std::uint32_t block) {
  if (a.stores == b.stores) {
    into.stores = a.stores;
    return;
  }
  // As long as what comes out is what `a` has, nothing is written.
  std::vector<Stored> stores;
  std::size_t common = 0;
  const auto put = [&](const Stored& merged) {
    if (stores.empty() && common < a.stores.size() && a.stores[common] == merged) {
      ++common;
      return;
    }
    if (stores.empty()) {
      stores.reserve(a.stores.size() + b.stores.size());
      stores.assign(a.stores.begin(), a.stores.begin() + static_cast<std::ptrdiff_t>(common));
    }
    stores.push_back(merged);
  };
  const auto both = [&](PathId place, const Val& x, const Val& y) {
    if (x == y) return put({place, x});
    // Null or a pointer: whoever follows it follows the pointer. A number is 0 or the other one.
    if (isNull(x) && y.is(Val::Kind::Loaded) && isPointer(place)) return put({place, y});
    if (isNull(y) && x.is(Val::Kind::Loaded) && isPointer(place)) return put({place, x});
    const bool isVariable = storage_.paths().isRoot(place) && storage_.isOwn(place) &&
                            isPointerLike(x) && isPointerLike(y);
    put({place, isVariable ? Val::loaded(phi(block, place)) : Val{}});
  };
  auto x = a.stores.begin();
  auto y = b.stores.begin();
  while (x != a.stores.end() || y != b.stores.end()) {
    const bool onlyX = y == b.stores.end() || (x != a.stores.end() && x->place < y->place);
    const bool onlyY = x == a.stores.end() || (y != b.stores.end() && y->place < x->place);
    if (onlyX || onlyY) {
      const Stored& stored = onlyX ? *x++ : *y++;
      // A variable that the other way never set is not used after it either.
      const Root root = storage_.paths().rootKind(stored.place);
      const bool isScoped = storage_.isOwn(stored.place) && root != Root::Formal;
      const Val other = isScoped ? stored.value : storage_.load(onlyX ? b : a, stored.place);
      both(stored.place, stored.value, other);
    } else {
      both(x->place, x->value, y->value);
      ++x;
      ++y;
    }
  }
  if (stores.empty())
    into.stores = a.stores;
  else
    into.stores = std::move(stores);
}

void Merging::mergeLocks(const State& a, const State& b, State& into) const {
  into.released = a.released;
  for (const PathId lock : b.released)
    if (std::find(into.released.begin(), into.released.end(), lock) == into.released.end())
      into.released.edit().push_back(lock);
  if (a.held.empty() && b.held.empty()) return;
  std::vector<Held> locks;
  for (const Held& held : a.held) {
    Held kept = held;
    const auto other = std::find_if(b.held.begin(), b.held.end(), [&](const Held& one) {
      return one.lock == held.lock && one.mode == held.mode;
    });
    kept.isCertain = other != b.held.end() && held.isCertain && other->isCertain;
    if (other != b.held.end()) kept.count = std::max(kept.count, other->count);
    locks.push_back(kept);
  }
  for (const Held& held : b.held) {
    const bool isKnown = std::any_of(a.held.begin(), a.held.end(), [&](const Held& one) {
      return one.lock == held.lock && one.mode == held.mode;
    });
    if (isKnown) continue;
    locks.push_back(held);
    locks.back().isCertain = false;
  }
  into.held = std::move(locks);
}

State Merging::merge(const State& a, const State& b, std::uint32_t block) {
  State into;
  mergeStores(a, b, into, block);
  mergeLocks(a, b, into);
  into.atoms = common(a.atoms, b.atoms);
  into.marks = common(a.marks, b.marks);
  if (!a.threads.empty() || !b.threads.empty()) into.threads = mergeThreads(a.threads, b.threads);
  into.joined = common(a.joined, b.joined);
  into.published = a.published;
  if (b.published != a.published)
    for (const PathId root : b.published) into.published.insert(root);
  return into;
}

// What each of hundreds of cases in a loop stores would go round with all others.
void Merging::forgetDead(State& state, std::uint32_t block) {
  if (state.stores.size() < kManyStores) return;
  if (!liveness_) liveness_.emplace(storage_.paths(), body_);
  liveness_->forgetDead(state, block);
}

bool Merging::add(std::vector<State>& known, State state, std::uint32_t block, bool isLoopHead) {
  if (isLoopHead) {
    forgetDead(state, block);
    // What a pointer held the last time round is not what it holds now.
    for (std::uint32_t i = 0; i < phis_.size(); ++i) {
      if (phis_[i].first != block) continue;
      const PathId root = storage_.paths().root(Root::Phi, i);
      const Val* now = state.find(phis_[i].second);
      if (now != nullptr && *now == Val::loaded(root)) continue;
      if (mentions(state, storage_.paths(), root))
        renamePrefix(state, storage_.paths(), root,
                     storage_.paths().root(Root::Stale, kStalePhi + i));
    }
  }
  for (State& one : known) {
    if (differsInLocks(one, state)) continue;
    if (isItselfMerged(one) && one == state) return false;
    State merged = merge(one, state, block);
    if (merged == one) return false;
    one = std::move(merged);
    return true;
  }
  known.push_back(std::move(state));
  bound(known, block);
  return true;
}

void Merging::bound(std::vector<State>& states, std::uint32_t block) {
  while (states.size() > kMaxStates) {
    State last = std::move(states.back());
    states.pop_back();
    // With the one whose locks are most alike.
    std::size_t best = 0;
    std::size_t bestShared = 0;
    for (std::size_t i = 0; i < states.size(); ++i) {
      std::size_t shared = 0;
      for (const Held& held : last.held) shared += states[i].findHeld(held.lock) != nullptr;
      if (shared <= bestShared && i > 0) continue;
      best = i;
      bestShared = shared;
    }
    states[best] = merge(states[best], last, block);
  }
}

void Merging::mergeAll(std::vector<State>& states, std::uint32_t block) {
  while (states.size() > 1) {
    State last = std::move(states.back());
    states.pop_back();
    states.front() = merge(states.front(), last, block);
  }
}

}  // namespace gordian::analyzer
