// GD401 unguarded-access and GD402 inconsistent-guard, threads known: two accesses of threads that
// can overlap, one of them a write, without a common lock.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "check.hpp"
#include "event_loops.hpp"
#include "exclusion.hpp"
#include "freed_objects.hpp"
#include "known_overlaps.hpp"
#include "round_memory.hpp"
#include "shared_data.hpp"

namespace gordian::analyzer {
namespace {

constexpr std::size_t kMaxSides = 160;  // of one place, compared with each other
constexpr std::size_t kMaxListed = 12;  // accesses of one finding

using Side = ExclusionTest::Side;

template <class T>
void sortUnique(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

class Judge {
 public:
  Judge(const CheckInput& input, const ExclusionTest& exclusion, const ToldAccesses& told)
      : input_(input),
        contexts_(input.contexts),
        exclusion_(exclusion),
        loops_(input.contexts, input.concurrency, input.describe),
        rounds_(input.contexts),
        freed_(input.contexts),
        told_(told) {}

  void judge(const SharedData::Group& group);
  const ObjectsTold& objectsTold() const { return objectsTold_; }

 private:
  struct Pair {
    Side a;
    Side b;
    int doubts = 0;  // 0: likely
    std::string doubt;
    int weight = 0;  // of equals, the one that says more
  };

  // A thread and those that it had begun: who can run beside an access depends on nothing else.
  struct Run {
    ThreadIndex thread{};
    std::uint32_t threads = 0;
    auto operator<=>(const Run&) const = default;
  };

  bool canMeet(const SharedData::Group& group) const;
  std::vector<Side> sidesOf(const SharedData::Group& group);
  std::optional<Pair> compare(PathId path, const Side& a, const Side& b);
  static Run runOf(const Side& side) { return {side.thread, side.at->threads}; }
  bool canOverlap(PathId path, const Run& a, const Run& b, bool isSure = false) const;
  bool isMadeByBoth(PathId path, const Side& a, const Side& b);
  const std::vector<ThreadIndex>& makersIn(FunctionId function);
  bool isOfEventLoop(ThreadIndex thread) const;
  bool isIdleBeside(const Side& handler, const Side& other) const;
  void tell(const SharedData::Group& group, Pair best, const std::vector<Side>& others);
  static std::size_t missing(const Found& finding);
  bool holdsLocks(const Side& side) const;
  bool holdsOther(const Side& side, const Side& than) const;
  bool isCaptureInElement(PathId path) const;
  bool holdsLockOfElement(PathId path, const Side& side) const;

  const CheckInput& input_;
  Contexts& contexts_;
  const ExclusionTest& exclusion_;
  const EventLoops loops_;
  const RoundMemory rounds_;
  FreedObjects freed_;
  const ToldAccesses& told_;  // by another rule
  ObjectsTold objectsTold_;
  std::map<FunctionId, std::vector<ThreadIndex>> makers_;  // sorted; as far as they were asked for
};

// Whether somebody writes there, and two of those who access it can run at the same time.
bool Judge::canMeet(const SharedData::Group& group) const {
  bool isWritten = false;
  std::pair<const ThreadIndex*, std::uint32_t> last{nullptr, 0};
  std::set<std::pair<const ThreadIndex*, std::uint32_t>> seen;
  std::vector<Run> runs;
  for (const Occurrence* at : group.accesses) {
    isWritten |= contexts_.pointOf(*at).has(kWrites);
    const std::span<const ThreadIndex> threads = contexts_[at->node].reachedBy;
    const std::pair run{threads.data(), at->threads};
    if (run == last || !seen.insert(last = run).second) continue;
    for (const ThreadIndex thread : threads) runs.push_back({thread, at->threads});
  }
  if (!isWritten) return false;
  sortUnique(runs);
  if (runs.size() > kMaxSides) return true;  // as good as certain
  for (std::size_t i = 0; i < runs.size(); ++i)
    for (std::size_t j = i; j < runs.size(); ++j)
      if (canOverlap(group.path, runs[i], runs[j])) return true;
  return false;
}

// One of each kind: equal accesses of a thread are compared once.
std::vector<Side> Judge::sidesOf(const SharedData::Group& group) {
  std::vector<Side> sides;
  std::set<std::tuple<ThreadIndex, std::uint32_t, std::uint32_t, std::uint16_t, FunctionId,
                      std::uint32_t, PathId>>
      seen;
  for (const Occurrence* at : group.accesses) {
    const Point& point = contexts_.pointOf(*at);
    const ContextNode& node = contexts_[at->node];
    if (told_.count({node.function, point.op}) > 0) continue;
    for (const ThreadIndex thread : node.reachedBy) {
      const std::uint16_t flags = point.flags & (kWrites | kAtomically | kVolatileAccess);
      if (!seen.emplace(thread, at->threads, at->held, flags, node.function, point.op, at->path)
               .second)
        continue;
      sides.push_back({at, thread, freed_.isFreedBehind(*at)});
    }
  }
  // Writes first, so that a bound does not cut them off.
  std::stable_sort(sides.begin(), sides.end(), [&](const Side& x, const Side& y) {
    return contexts_.pointOf(*x.at).has(kWrites) > contexts_.pointOf(*y.at).has(kWrites);
  });
  if (sides.size() > kMaxSides) sides.resize(kMaxSides);
  return sides;
}

bool Judge::canOverlap(PathId path, const Run& a, const Run& b, bool isSure) const {
  const Paths& paths = contexts_.program().paths();
  FunctionId frame = kNoFunction;
  if (paths.rootKind(path) == Root::Object)
    frame = contexts_.object(paths.rootNumber(path)).function;
  // A frame that began neither of them is one of each.
  if (frame != kNoFunction && !input_.concurrency.isBegunWithin(a.thread, frame) &&
      !input_.concurrency.isBegunWithin(b.thread, frame))
    return false;
  return input_.concurrency.overlap(a.thread, a.threads, b.thread, b.threads, frame, isSure);
}

// Of a function that each of the threads runs itself: each may mean what it has made there, whether
// or not one of them was begun while the other was in it.
bool Judge::isMadeByBoth(PathId path, const Side& a, const Side& b) {
  const Paths& paths = contexts_.program().paths();
  if (paths.rootKind(path) != Root::Object) return false;
  const auto& makers = makersIn(contexts_.object(paths.rootNumber(path)).function);
  return std::binary_search(makers.begin(), makers.end(), a.thread) &&
         std::binary_search(makers.begin(), makers.end(), b.thread);
}

// The threads that run it.
const std::vector<ThreadIndex>& Judge::makersIn(FunctionId function) {
  const auto [known, isNew] = makers_.try_emplace(function);
  if (!isNew) return known->second;
  for (const ContextNode& node : contexts_.nodes())
    if (node.function == function)
      known->second.insert(known->second.end(), node.reachedBy.begin(), node.reachedBy.end());
  sortUnique(known->second);
  return known->second;
}

// What an io_context (not a pool of threads) calls, in as many threads as run it: often one.
bool Judge::isOfEventLoop(ThreadIndex thread) const {
  const AbstractThread& known = contexts_[thread];
  if (known.kind != ThreadKind::Executor || known.creator == kNoNode) return false;
  const LinkedProgram& linked = contexts_.program();
  const FunctionId creator = contexts_[known.creator].function;
  const Body& body = linked.body(creator);
  const Op& op = body.ops[linked[creator].points[known.point].op];
  if (op.callee == kNoFunction) return false;
  std::string name = linked.program()[op.callee].name;
  if (op.argumentCount > 0) name += linked.program()[body.argumentsOf(op)[0].type].name;
  return name.find("asio::") != std::string::npos && name.find("thread_pool") == std::string::npos;
}

bool Judge::isIdleBeside(const Side& handler, const Side& other) const {
  return contexts_[handler.thread].kind == ThreadKind::Executor &&
         contexts_[other.thread].kind != ThreadKind::Executor &&
         loops_.areIdle(handler.thread, other.thread, other.at->threads);
}

bool Judge::holdsLocks(const Side& side) const {
  const std::vector<HeldLock>& held = contexts_.heldSet(side.at->held);
  return std::any_of(held.begin(), held.end(), [](const HeldLock& one) { return !isMark(one); });
}

// One that `than` does not hold; readers of one lock may have it both and do not exclude each
// other.
bool Judge::holdsOther(const Side& side, const Side& than) const {
  const std::vector<HeldLock>& held = contexts_.heldSet(side.at->held);
  const std::vector<HeldLock>& others = contexts_.heldSet(than.at->held);
  return std::any_of(held.begin(), held.end(), [&](const HeldLock& one) {
    return !isMark(one) && std::none_of(others.begin(), others.end(), [&](const HeldLock& other) {
      return other.lock == one.lock;
    });
  });
}

// What a closure in a container captured: it is taken out of there before it is called.
bool Judge::isCaptureInElement(PathId path) const {
  const Paths& paths = contexts_.program().paths();
  for (PathId at = path; paths.hasElements(at); at = paths.parent(at))
    if (input_.describe.isCapture(at)) return paths.hasElements(paths.parent(at));
  return false;
}

// A lock in the very element: who takes it expects others there.
bool Judge::holdsLockOfElement(PathId path, const Side& side) const {
  const Paths& paths = contexts_.program().paths();
  const std::vector<HeldLock>& held = contexts_.heldSet(side.at->held);
  for (PathId at = path; paths.hasElements(at); at = paths.parent(at)) {
    if (paths.lastStep(at) != StepKind::Elements) continue;
    return std::any_of(held.begin(), held.end(), [&](const HeldLock& one) {
      return !isMark(one) && one.lock != kUnknownPath && paths.startsWith(one.lock, at);
    });
  }
  return false;
}

// Of two that can run at the same time.
std::optional<Judge::Pair> Judge::compare(PathId path, const Side& a, const Side& b) {
  const Point& x = contexts_.pointOf(*a.at);
  const Point& y = contexts_.pointOf(*b.at);
  if (!x.has(kWrites) && !y.has(kWrites)) return std::nullopt;
  if (x.has(kAtomically) && y.has(kAtomically)) return std::nullopt;
  const Exclusion exclusion = exclusion_(a, b);
  if (exclusion == Exclusion::Lock || !rounds_.canShare(path, a, b)) return std::nullopt;
  Pair pair{a, b, 0, "", 0};
  const auto doubt = [&](std::string reason) {
    if (pair.doubts++ == 0) pair.doubt = std::move(reason);
  };
  if (exclusion == Exclusion::Perhaps)
    doubt("whether a lock or a flag keeps them apart is not known");
  if (!canOverlap(path, runOf(a), runOf(b), true))
    doubt("on one of the ways here the thread was joined");
  if (input_.concurrency.dependsOnCallers(a.thread, b.thread))
    doubt("the threads that call this are not known");
  if (isOfEventLoop(a.thread) && isOfEventLoop(b.thread))
    doubt("how many threads run the event loop is not known");
  if (isIdleBeside(a, b) || isIdleBeside(b, a))
    doubt("no thread is known to run the event loop then");
  if (isMadeByBoth(path, a, b)) doubt("each of the threads makes one for itself");
  for (const Side* side : {&a, &b}) {
    if (contexts_[side->at->node].isGeneral) doubt("called in too many ways to know what is held");
    if (contexts_.program().declarations().isUnanalysed(contexts_[side->at->node].function))
      doubt("the function is declared to be out of the analysis");
    if (side->isFreed) doubt("the object is given back right behind");
    const ThreadKind kind = contexts_[side->thread].kind;
    if (kind == ThreadKind::Handler) doubt("a signal handler interrupts, it is no thread");
  }
  if (contexts_.program().paths().hasElements(path) &&
      holdsLockOfElement(path, a) == holdsLockOfElement(path, b))
    doubt("whether both mean the same element is not known");
  if (x.has(kVolatileAccess) && y.has(kVolatileAccess))
    doubt("it is volatile: perhaps meant as a flag, although that orders nothing");
  pair.weight = (x.has(kWrites) ? 2 : 0) + (y.has(kWrites) ? 2 : 0) +
                (holdsLocks(a) != holdsLocks(b) ? 3 : 0) +
                (contexts_.pointOf(*a.at).op != contexts_.pointOf(*b.at).op ? 1 : 0);
  return pair;
}

void Judge::judge(const SharedData::Group& group) {
  if (isCaptureInElement(group.path) || !canMeet(group)) return;
  const std::vector<Side> sides = sidesOf(group);
  std::vector<Run> runs;
  runs.reserve(sides.size());
  for (const Side& side : sides) runs.push_back(runOf(side));
  sortUnique(runs);
  std::vector<std::size_t> runOfSide;
  runOfSide.reserve(sides.size());
  for (const Side& side : sides)
    runOfSide.push_back(static_cast<std::size_t>(
        std::lower_bound(runs.begin(), runs.end(), runOf(side)) - runs.begin()));
  KnownOverlaps overlaps(runs.size());
  std::optional<Pair> best;
  std::vector<Side> involved;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    for (std::size_t j = i; j < sides.size(); ++j) {
      const bool canOverlap = overlaps(runOfSide[i], runOfSide[j], [&] {
        return this->canOverlap(group.path, runOf(sides[i]), runOf(sides[j]));
      });
      if (!canOverlap) continue;
      const std::optional<Pair> pair = compare(group.path, sides[i], sides[j]);
      if (!pair) continue;
      if (pair->doubts == 0) {
        involved.push_back(pair->a);
        involved.push_back(pair->b);
      }
      const bool isBetter = !best || pair->doubts < best->doubts ||
                            (pair->doubts == best->doubts && pair->weight > best->weight);
      if (isBetter) best = pair;
    }
  }
  // More than one thing unknown is no finding.
  if (!best || best->doubts > 1) return;
  tell(group, *best, involved);
}

// The lock that the second access holds and the first one does not: the innermost.
std::size_t Judge::missing(const Found& finding) {
  const std::vector<FoundHold>& here = finding.accesses[0].held;
  const std::vector<FoundHold>& there = finding.accesses[1].held;
  const auto isMissing = [&](const FoundHold& hold) {
    return std::none_of(here.begin(), here.end(),
                        [&](const FoundHold& one) { return one.lock == hold.lock; });
  };
  const auto found = std::find_if(there.rbegin(), there.rend(), isMissing);
  return found == there.rend() ? there.back().lock : found->lock;
}

void Judge::tell(const SharedData::Group& group, Pair best, const std::vector<Side>& others) {
  const Describe& describe = input_.describe;
  // The unguarded side is the one to look at; of equals, the write.
  const auto isWorse = [&](const Side& x, const Side& y) {
    if (holdsLocks(x) != holdsLocks(y)) return !holdsLocks(x);
    if (holdsOther(x, y) != holdsOther(y, x)) return !holdsOther(x, y);
    return contexts_.pointOf(*x.at).has(kWrites) && !contexts_.pointOf(*y.at).has(kWrites);
  };
  if (isWorse(best.b, best.a)) std::swap(best.a, best.b);
  Found finding;
  const bool isGuardedTwice = holdsLocks(best.a) && holdsLocks(best.b) &&
                              holdsOther(best.a, best.b) == holdsOther(best.b, best.a);
  finding.id = isGuardedTwice ? "GD402" : "GD401";
  finding.confidence = best.doubts == 0 ? Confidence::Likely : Confidence::Possible;
  finding.object = describe.className(group.path);
  finding.declared = describe.declaration(group.path);
  finding.symbol = finding.object;
  std::set<std::pair<FunctionId, std::uint32_t>> listed;
  const auto list = [&](const Side& side) {
    const auto place = std::pair{contexts_[side.at->node].function, contexts_.pointOf(*side.at).op};
    if (!listed.insert(place).second && finding.accesses.size() > 1) return;
    if (finding.accesses.size() >= kMaxListed) return;
    finding.accesses.push_back(describe.access(finding, *side.at, {side.thread}));
  };
  list(best.a);
  list(best.b);
  for (const Side& side : others) list(side);
  const std::string name = describe.name(group.path);
  const bool isWrite = finding.accesses[0].isWrite;
  const std::string what = "'" + name + "' is " + (isWrite ? "written" : "read");
  if (finding.id == "GD402")
    finding.message = "'" + name + "' is guarded by different locks";
  else if (!finding.accesses[1].held.empty())
    finding.message = what + " without '" + finding.locks[missing(finding)].name + "'";
  else
    finding.message = what + " without a lock while another thread can " +
                      (finding.accesses[1].isWrite ? "write" : "read") + " it";
  const std::string first = finding.threads[finding.accesses[0].threads[0]].name;
  const std::string second = finding.threads[finding.accesses[1].threads[0]].name;
  finding.reason = best.doubt;
  if (best.doubts == 0)
    finding.reason = (first == second ? "several threads run '" + first + "'"
                                      : "'" + first + "' and '" + second + "' can overlap") +
                     ", one of them writes, and they have no lock in common";
  finding.at = finding.accesses[0].at;
  finding.help = finding.id == "GD402" ? "choose one lock for it"
                                       : "hold one lock at all of its accesses, or make it atomic";
  Confidence& told = objectsTold_[finding.object];
  told = std::max(told, finding.confidence);
  input_.handler.found(std::move(finding));
}

}  // namespace

ObjectsTold checkSharedAccesses(const CheckInput& input, const ToldAccesses& told,
                                CheckCounts& counts) {
  counts.accesses = input.data.places();
  const ExclusionTest exclusion(input.contexts, input.concurrency);
  Judge judge(input, exclusion, told);
  for (const SharedData::Group& group : input.data.groups()) judge.judge(group);
  return judge.objectsTold();
}

}  // namespace gordian::analyzer
