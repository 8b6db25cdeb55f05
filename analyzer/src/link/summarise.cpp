#include <algorithm>

#include "dataflow.hpp"

namespace gordian::analyzer {
namespace {

constexpr std::size_t kMaxExits = 6;
constexpr std::size_t kMaxStores = 64;
constexpr std::size_t kMaxNeeds = 48;
constexpr std::size_t kMaxTests = 32;

class Summariser {
 public:
  explicit Summariser(const Paths& paths) : paths_(paths) {}

  Exit exitOf(const State& state) const {
    Exit exit;
    for (const Atom& atom : state.atoms)
      if (isCallers(atom.path)) exit.when.push_back(atom);
    for (const Held& held : state.held) {
      if (held.isBelieved) continue;
      if (!isCallers(held.lock) && !isFresh(held.lock)) continue;
      if (paths_.rootKind(held.lock) == Root::Formal && !paths_.hasDeref(held.lock)) continue;
      exit.acquired.push_back(held);
      exit.acquired.back().op = 0;
    }
    for (const PathId lock : state.released)
      if (isCallers(lock)) exit.released.push_back(lock);
    for (const PathId mark : state.marks)
      if (isCallers(mark)) exit.marks.push_back(mark);
    for (const Stored& stored : state.stores) {
      const Root root = paths_.rootKind(stored.place);
      const bool isSeen = root == Root::Return || isFresh(stored.place) ||
                          (root == Root::Formal && paths_.hasDeref(stored.place));
      if (!isSeen || exit.stores.size() == kMaxStores) continue;
      const Val value = exported(stored.value);
      if (root == Root::Return && value.is(Val::Kind::Unknown) && paths_.isRoot(stored.place))
        continue;
      exit.stores.push_back({stored.place, value});
    }
    for (Begun thread : state.threads) {
      if (!isCallers(thread.handle) && paths_.rootKind(thread.handle) != Root::Return)
        thread.handle = kUnknownPath;
      exit.threads.push_back(thread);
    }
    for (const PathId handle : state.joined)
      if (isCallers(handle)) exit.joined.push_back(handle);
    return exit;
  }

  // What a root of the caller leads to.
  bool isCallers(PathId path) const {
    const Root root = paths_.rootKind(path);
    return root == Root::Formal || root == Root::Global;
  }

  void addNeeds(PathId path, std::vector<PathId>& needs) const {
    if (paths_.rootKind(path) != Root::Formal) return;
    for (PathId at = path; !paths_.isRoot(at); at = paths_.parent(at))
      if (paths_.lastStep(at) == StepKind::Deref) addNeed(paths_.parent(at), needs);
  }

  static void addNeed(PathId path, std::vector<PathId>& needs) {
    if (needs.size() >= kMaxNeeds) return;
    if (std::find(needs.begin(), needs.end(), path) == needs.end()) needs.push_back(path);
  }

  void addNeeds(const Val& value, std::vector<PathId>& needs) const {
    if (!value.hasPath() || paths_.rootKind(value.path) != Root::Formal) return;
    addNeeds(value.path, needs);
    if (value.is(Val::Kind::Loaded)) addNeed(value.path, needs);
  }

 private:
  bool isFresh(PathId path) const { return paths_.rootKind(path) == Root::Private; }

  Val exported(const Val& value) const {
    if (value.path == kUnknownPath) return value;
    if (isCallers(value.path) || isFresh(value.path)) return value;
    return {};
  }

  const Paths& paths_;
};

bool haveEqualEffects(const Exit& a, const Exit& b, PathId result) {
  const auto withoutResult = [&](const Exit& exit) {
    std::vector<Stored> stores;
    for (const Stored& stored : exit.stores)
      if (stored.place != result) stores.push_back(stored);
    return stores;
  };
  return a.acquired == b.acquired && a.released == b.released && a.threads == b.threads &&
         a.joined == b.joined && withoutResult(a) == withoutResult(b);
}

// Into one exit that promises what both do.
void merge(Exit& into, const Exit& other) {
  std::vector<Atom> when;
  std::set_intersection(into.when.begin(), into.when.end(), other.when.begin(), other.when.end(),
                        std::back_inserter(when));
  into.when = std::move(when);
  const auto has = [](const std::vector<Held>& list, const Held& wanted) {
    return std::any_of(list.begin(), list.end(), [&](const Held& held) {
      return held.lock == wanted.lock && held.mode == wanted.mode && held.isCertain;
    });
  };
  for (Held& held : into.acquired) held.isCertain &= has(other.acquired, held);
  for (const Held& held : other.acquired) {
    const bool isKnown = std::any_of(into.acquired.begin(), into.acquired.end(),
                                     [&](const Held& one) { return one.lock == held.lock; });
    if (isKnown) continue;
    into.acquired.push_back(held);
    into.acquired.back().isCertain = false;
  }
  std::erase_if(into.released, [&](PathId lock) {
    return std::find(other.released.begin(), other.released.end(), lock) == other.released.end();
  });
  for (Stored& stored : into.stores) {
    const auto same = std::find_if(other.stores.begin(), other.stores.end(),
                                   [&](const Stored& s) { return s.place == stored.place; });
    if (same == other.stores.end() || same->value != stored.value) stored.value = {};
  }
  for (const Stored& stored : other.stores) {
    const bool isKnown = std::any_of(into.stores.begin(), into.stores.end(),
                                     [&](const Stored& s) { return s.place == stored.place; });
    if (!isKnown) into.stores.push_back({stored.place, {}});
  }
  std::sort(into.stores.begin(), into.stores.end());
  into.threads = mergeThreads(into.threads, other.threads);
  const auto isMissing = [](const std::vector<PathId>& list, PathId wanted) {
    return std::find(list.begin(), list.end(), wanted) == list.end();
  };
  std::erase_if(into.marks, [&](PathId mark) { return isMissing(other.marks, mark); });
  std::erase_if(into.joined, [&](PathId handle) {
    return std::find(other.joined.begin(), other.joined.end(), handle) == other.joined.end();
  });
}

void addExit(std::vector<Exit>& exits, Exit exit, PathId result) {
  for (Exit& known : exits) {
    if (!haveEqualEffects(known, exit, result)) continue;
    merge(known, exit);
    std::erase_if(known.stores, [&](const Stored& stored) {
      return stored.place == result && stored.value.is(Val::Kind::Unknown);
    });
    return;
  }
  if (exits.size() < kMaxExits)
    exits.push_back(std::move(exit));
  else
    merge(exits.back(), exit);
}

// The pointer that is given back is the caller's to name.
bool nameResult(Paths& paths, State& state, const std::vector<bool>& isFresh) {
  const Val* result = state.find(paths.root(Root::Return));
  if (result == nullptr || !result->is(Val::Kind::Loaded) || !paths.isRoot(result->path) ||
      paths.rootKind(result->path) != Root::Result)
    return false;
  const PathId memory = result->path;
  const bool fresh = isFresh[paths.rootNumber(memory)] && !state.isPublished(memory);
  renamePrefix(state, paths, memory, paths.root(Root::Private));
  return fresh;
}

std::vector<Atom> testsOf(const Paths& paths, const FunctionFacts& facts,
                          const std::vector<FunctionFacts>& all) {
  std::vector<Atom> tests;
  for (const std::vector<Atom>& conditions : facts.conditions)
    for (const Atom& atom : conditions)
      tests.push_back({atom.path, atom.isLess, true, atom.constant});
  for (const Target& target : facts.targets) {
    for (const Stored& bound : target.binding) {
      const bool isFormal = bound.value.is(Val::Kind::Loaded) && paths.isRoot(bound.value.path) &&
                            paths.rootKind(bound.value.path) == Root::Formal;
      if (!isFormal) continue;
      for (const Atom& test : all[index(target.function)].summary.tests)
        if (test.path == bound.place)
          tests.push_back({bound.value.path, test.isLess, true, test.constant});
    }
  }
  std::sort(tests.begin(), tests.end());
  tests.erase(std::unique(tests.begin(), tests.end()), tests.end());
  if (tests.size() > kMaxTests) tests.resize(kMaxTests);
  return tests;
}

}  // namespace

Summary summarise(Paths& paths, std::vector<State> exits, const FunctionFacts& facts,
                  const std::vector<FunctionFacts>& all, const std::vector<PathId>& declared) {
  Summary summary;
  const Summariser summariser(paths);
  const PathId result = paths.root(Root::Return);
  std::size_t fresh = 0;
  std::size_t others = 0;
  for (State& state : exits) {
    const Val* given = state.find(result);
    const bool isNull = given != nullptr && given->is(Val::Kind::Integer);
    if (nameResult(paths, state, facts.isFresh))
      ++fresh;
    else if (!isNull)
      ++others;
    for (const PathId root : state.published)
      if (paths.rootKind(root) == Root::Formal) Summariser::addNeed(root, summary.published);
    addExit(summary.exits, summariser.exitOf(state), result);
  }
  if (summary.exits.size() == 1) summary.exits[0].when.clear();
  std::sort(summary.exits.begin(), summary.exits.end());
  summary.returnsFresh = fresh > 0 && others == 0;
  std::sort(summary.published.begin(), summary.published.end());
  for (const Point& point : facts.points) {
    summariser.addNeeds(point.path, summary.needs);
    summariser.addNeeds(point.lock, summary.needs);
    const bool isCalled = point.kind == PointKind::Call || point.kind == PointKind::Spawn;
    if (isCalled && point.path != kUnknownPath)
      summariser.addNeeds(Val::loaded(point.path), summary.needs);
    for (std::uint32_t i = 0; i < point.targetCount; ++i)
      for (const Stored& bound : facts.targets[point.firstTarget + i].binding)
        summariser.addNeeds(bound.value, summary.needs);
    if (point.kind == PointKind::Wait && !point.has(kRepeats) && !point.has(kPredicate) &&
        paths.rootKind(point.path) == Root::Formal && point.insistence == Insistence::Blocking)
      summary.waitsOutsideLoop = true;
  }
  for (const HeldSet& set : facts.heldSets)
    for (const Held& held : set.held) summariser.addNeeds(held.lock, summary.needs);
  for (const PathId lock : declared) summariser.addNeeds(lock, summary.needs);
  summary.tests = testsOf(paths, facts, all);
  for (const Atom& test : summary.tests) Summariser::addNeed(test.path, summary.needs);
  std::sort(summary.needs.begin(), summary.needs.end());
  return summary;
}

}  // namespace gordian::analyzer
