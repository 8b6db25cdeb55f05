#include <gordian/lockgraph/grounds.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <span>

#include "births.hpp"
#include "budget.hpp"
#include "ids.hpp"
#include "thread_core.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::size_t kSteps = 200'000;      // looks, for one verdict
constexpr std::size_t kDependencies = 400;   // of one verdict
constexpr std::size_t kOccurrences = 200;    // of one dependency, and as many stretches
constexpr std::size_t kThreads = 200;        // with those between them
constexpr std::size_t kOrderEvents = 2'000;  // joins, passes, notices
constexpr Sequence kEnd = std::numeric_limits<Sequence>::max();

bool prefersWriters(const Trace& trace, LockId lock) {
  return trace.locks[index(lock)].kind == LockKind::RwLockPreferWriter;
}

}  // namespace

class GroundsFinder::Index {
 public:
  explicit Index(const Trace& from) : trace(from), threads(from), begin_(from.locks.size() + 1) {
    for (const Dependency& d : trace.dependencies) ++begin_[index(d.lock) + 1];
    for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
    asking_.resize(trace.dependencies.size());
    std::vector<std::size_t> next(begin_.begin(), begin_.end() - 1);
    for (std::uint32_t i = 0; i < trace.dependencies.size(); ++i)
      asking_[next[index(trace.dependencies[i].lock)]++] = static_cast<DependencyId>(i);
    for (const Rounds& rounds : trace.rounds) meets_.insert(rounds.thread);
    hasBirths_ = Births::canBe(trace);
    if (!hasBirths_) return;
    for (std::size_t i = 0; i < trace.uses.size(); ++i) usesOf_[trace.uses[i].thread].push_back(i);
  }

  // The dependencies that ask for it.
  std::span<const DependencyId> asking(LockId lock) const {
    return {asking_.data() + begin_[index(lock)], begin_[index(lock) + 1] - begin_[index(lock)]};
  }
  bool meets(ThreadId thread) const { return meets_.count(thread) > 0; }
  // A stretch of holding can lie before what other threads do (births.hpp).
  bool hasBirths() const { return hasBirths_; }
  // By number; empty where there are no births.
  std::span<const std::size_t> usesOf(ThreadId thread) const {
    const auto known = usesOf_.find(thread);
    if (known == usesOf_.end()) return {};
    return known->second;
  }

  const Trace& trace;
  ThreadCore threads;

 private:
  std::vector<std::size_t> begin_;  // by lock, into asking_
  std::vector<DependencyId> asking_;
  std::set<ThreadId> meets_;  // at barriers
  bool hasBirths_ = false;
  std::map<ThreadId, std::vector<std::size_t>> usesOf_;
};

class GroundsFinder::Collector {
 public:
  explicit Collector(const Index& index) : index_(index), whole_(index.trace), budget_(kSteps) {}

  void addDependency(DependencyId id) {
    if (!taken_.insert(id).second) return;
    if (out_.dependencies.size() >= kDependencies) {
      grounds_.hasAllAcquisitions = false;
      return;
    }
    const Dependency& from = at(whole_, id);
    Dependency copy = from;
    copy.thread = thread(from.thread);
    copy.lock = lock(from.lock);
    copy.base.reset();
    copy.held = heldIn(from);
    cut(copy.occurrences);
    cut(copy.stretches);
    out_.dependencies.push_back(std::move(copy));
  }

  // Whoever asks for `acquired` while holding `held`.
  void addEdge(LockId held, LockId acquired) {
    for (const DependencyId id : index_.asking(acquired)) {
      if (!budget_.take()) return;
      if (entersOrder(whole_, at(whole_, id)) && holds(at(whole_, id), held)) addDependency(id);
    }
  }

  // Who may wait to write while readers hold it; of those that were only seen to hold it, too.
  void addWriters(LockId lock) {
    for (const DependencyId id : index_.asking(lock)) {
      if (!budget_.take()) return;
      if (at(whole_, id).mode == Mode::Exclusive) addDependency(id);
    }
    for (std::uint32_t i = 0; i < whole_.dependencies.size(); ++i) {
      if (!budget_.take()) return;
      if (holds(whole_.dependencies[i], lock, true)) addDependency(static_cast<DependencyId>(i));
    }
    for (const Use& use : whole_.uses)
      if (use.lock == lock && use.mode == Mode::Exclusive) addUse(use);
  }

  // When those threads took the locks that were held around the others' acquisitions, or while they
  // or their forebears were created.
  void addTakings() {
    if (!index_.hasBirths()) return;
    std::set<ThreadId> threads;
    std::set<LockId> locks;
    for (const DependencyId id : taken_) {
      const Dependency* d = &at(whole_, id);
      std::optional<ThreadId> thread = d->thread;
      for (; thread && budget_.take(); thread = whole_.threads[index(*thread)].parent) {
        threads.insert(*thread);
        for (const Hold& hold : whole_.threads[index(*thread)].parentHolds) locks.insert(hold.lock);
      }
      for (; d != nullptr && budget_.take(); d = d->base ? &at(whole_, *d->base) : nullptr)
        for (const HeldLock& held : d->held) locks.insert(held.lock);
    }
    for (const ThreadId thread : threads)
      for (const std::size_t use : index_.usesOf(thread))
        if (budget_.take() && locks.count(whole_.uses[use].lock) > 0) addUse(whole_.uses[use]);
    for (const LockId lock : locks)
      for (const DependencyId id : index_.asking(lock))
        if (budget_.take() && threads.count(at(whole_, id).thread) > 0) addDependency(id);
  }

  // Where one of them was seen to wait for the end of the next.
  void addJoinsOf(ThreadId first, const std::vector<ThreadId>& chain) {
    ThreadId joiner = first;
    for (const ThreadId joined : chain) {
      for (const Wait& wait : whole_.waits)
        if (wait.kind == Meeting::Thread && wait.thread == joiner &&
            static_cast<ThreadId>(wait.object) == joined && joiner != first)
          addWait(wait);
      joiner = joined;
    }
  }

  void addUse(const Use& from) {
    Use copy = from;
    copy.thread = thread(from.thread);
    copy.lock = lock(from.lock);
    out_.uses.push_back(copy);
  }

  void addWait(const Wait& from) {
    Wait copy = from;
    copy.thread = thread(from.thread);
    copy.held.clear();
    for (HeldLock held : from.held) {
      held.lock = lock(held.lock);
      copy.held.push_back(held);
    }
    if (from.mutex) copy.mutex = lock(*from.mutex);
    if (from.kind == Meeting::Thread)
      copy.object = static_cast<std::uint32_t>(thread(static_cast<ThreadId>(from.object)));
    out_.waits.push_back(std::move(copy));
  }

  void addSignal(const Signal& from) {
    Signal copy = from;
    copy.thread = thread(from.thread);
    for (HeldLock& held : copy.held) held.lock = lock(held.lock);
    for (WakerNeed& need : copy.needs) need.lock = lock(need.lock);
    out_.signals.push_back(std::move(copy));
  }

  // All notices up to there: whoever gave or took one can be on the way.
  void addNotices(Sequence end) {
    for (const Notice& from : whole_.notices) {
      if (from.sequence >= end) return;
      if (!mayAdd(out_.notices.size())) return;
      out_.notices.push_back(from);
      out_.notices.back().thread = thread(from.thread);
    }
  }
  // … up to the latest time that one of the acquisitions was made first.
  void addNotices() {
    Sequence end = 0;
    for (const Dependency& d : out_.dependencies)
      end = std::max(end, d.afterWait ? kEnd : d.occurrences.front().sequence);
    addNotices(end);
  }

  LockId lock(LockId old) {
    const auto [place, isNew] = lockNumbers_.emplace(old, grounds_.locks.size());
    if (isNew) {
      grounds_.locks.push_back(old);
      out_.locks.push_back(whole_.locks[index(old)]);
      out_.locks.back().creator.reset();  // numbered at the end, where it matters
    }
    return static_cast<LockId>(place->second);
  }

  ThreadId thread(ThreadId old) {
    const auto [place, isNew] = threadNumbers_.emplace(old, grounds_.threads.size());
    if (isNew) grounds_.threads.push_back(old);
    return static_cast<ThreadId>(place->second);
  }

  Grounds finish() {
    if (budget_.isSpent()) grounds_.hasAllAcquisitions = false;
    for (std::size_t i = 0; i < grounds_.locks.size(); ++i)
      if (const auto creator = whole_.locks[index(grounds_.locks[i])].creator)
        out_.locks[i].creator = thread(*creator);
    addThreadsBetween();
    addOrder();
    return std::move(grounds_);
  }

 private:
  bool holds(const Dependency& dependency, LockId lock, bool toWrite = false) {
    const auto fits = [&](LockId held, Mode mode) {
      return held == lock && (!toWrite || mode == Mode::Exclusive);
    };
    for (const Dependency* d = &dependency;; d = &at(whole_, *d->base)) {
      for (const HeldLock& held : d->held)
        if (fits(held.lock, held.mode)) return true;
      if (!d->base || !budget_.take()) return false;
      if (fits(at(whole_, *d->base).lock, at(whole_, *d->base).mode)) return true;
    }
  }

  // Outermost first.
  std::vector<HeldLock> heldIn(const Dependency& dependency) {
    std::vector<HeldLock> inner;  // innermost first
    for (const Dependency* d = &dependency;; d = &at(whole_, *d->base)) {
      for (auto held = d->held.rbegin(); held != d->held.rend(); ++held) inner.push_back(*held);
      if (!d->base || !budget_.take()) break;
      const Dependency& base = at(whole_, *d->base);
      inner.push_back({base.lock, base.mode, 0, base.stack});
    }
    std::reverse(inner.begin(), inner.end());
    for (HeldLock& held : inner) held.lock = lock(held.lock);
    return inner;
  }

  template <class Items>
  void cut(Items& items) {
    if (items.size() <= kOccurrences) return;
    items.resize(kOccurrences);
    grounds_.hasAllAcquisitions = false;
  }

  void addThreadsBetween() {
    for (const ThreadId core : index_.threads.core()) {
      if (grounds_.threads.size() >= kThreads) break;
      thread(core);
    }
    for (std::size_t i = 0; i < grounds_.threads.size(); ++i) {
      if (grounds_.threads.size() > kThreads) {
        grounds_.hasAllOrder = false;
        break;
      }
      const ThreadId old = grounds_.threads[i];
      if (const auto next = index_.threads.towardsCore(old)) thread(*next);
      if (const auto parent = whole_.threads[index(old)].parent) thread(*parent);
    }
    if (index_.threads.core().size() > kThreads) grounds_.hasAllOrder = false;
  }

  std::optional<ThreadId> known(ThreadId old) const {
    const auto place = threadNumbers_.find(old);
    if (place == threadNumbers_.end()) return std::nullopt;
    return static_cast<ThreadId>(place->second);
  }

  void addOrder() {
    for (const ThreadId old : grounds_.threads) {
      Thread copy = whole_.threads[index(old)];
      if (copy.parent) copy.parent = known(*copy.parent);
      copy.parentHolds = holdsOf(copy.parentHolds);
      out_.threads.push_back(std::move(copy));
      if (index_.meets(old)) grounds_.hasAllOrder = false;
    }
    for (const Join& join : whole_.joins) {
      const auto joiner = known(join.joiner);
      const auto joined = known(join.joined);
      if (!joiner || !joined || !mayAdd(out_.joins.size())) continue;
      out_.joins.push_back({*joiner, join.segment, *joined, holdsOf(join.holds)});
    }
    for (const Pass& pass : whole_.passes) {
      const Once& once = whole_.onces[pass.once];
      const auto passer = known(pass.thread);
      const auto runner = known(once.runner);
      if (!passer || !runner || !mayAdd(out_.passes.size())) continue;
      out_.passes.push_back({static_cast<std::uint32_t>(out_.onces.size()), *passer, pass.segment});
      out_.onces.push_back({*runner, once.first, once.last});
    }
  }

  bool mayAdd(std::size_t count) {
    if (count < kOrderEvents) return true;
    grounds_.hasAllOrder = false;
    return false;
  }

  std::vector<Hold> holdsOf(const std::vector<Hold>& from) {
    std::vector<Hold> result;
    for (const Hold& hold : from)
      if (!whole_.locks[index(hold.lock)].tainted) result.push_back({lock(hold.lock), hold.serial});
    return result;
  }

  const Index& index_;
  const Trace& whole_;
  Budget budget_;
  Grounds grounds_;
  Trace& out_ = grounds_.trace;
  std::set<DependencyId> taken_;
  std::map<LockId, std::size_t> lockNumbers_;
  std::map<ThreadId, std::size_t> threadNumbers_;
};

GroundsFinder::GroundsFinder(const Trace& trace) : index_(std::make_unique<Index>(trace)) {}
GroundsFinder::GroundsFinder(GroundsFinder&&) noexcept = default;
GroundsFinder::~GroundsFinder() = default;

Grounds GroundsFinder::of(const Cycle& cycle) const {
  Collector collector(*index_);
  for (const CycleEdge& edge : cycle.edges) collector.lock(edge.held);
  for (const CycleEdge& edge : cycle.edges) collector.addDependency(edge.dependency);
  for (const CycleEdge& edge : cycle.edges) collector.addEdge(edge.held, edge.acquired);
  for (const CycleEdge& edge : cycle.edges)
    if (prefersWriters(index_->trace, edge.acquired)) collector.addWriters(edge.acquired);
  collector.addTakings();
  collector.addNotices();
  return collector.finish();
}

Grounds GroundsFinder::of(const DoubleLock& found) const {
  Collector collector(*index_);
  collector.lock(found.lock);
  collector.addDependency(found.dependency);
  if (found.writer) collector.addWriters(found.lock);
  return collector.finish();
}

Grounds GroundsFinder::of(const HeldWait& found) const {
  Collector collector(*index_);
  const Trace& trace = index_->trace;
  const Wait& wait = trace.waits[found.wait];
  collector.lock(wait.held[found.held].lock);
  collector.addWait(wait);
  for (const ThreadId thread : found.chain) collector.thread(thread);
  collector.addJoinsOf(wait.thread, found.chain);
  if (found.dependency) collector.addDependency(*found.dependency);
  if (found.use) collector.addUse(trace.uses[*found.use]);
  if (found.signal) collector.addSignal(trace.signals[*found.signal]);
  if (wait.kind == Meeting::Thread) collector.addNotices(wait.sequence);
  return collector.finish();
}

}  // namespace gordian::lockgraph
