#include "read_again.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "budget.hpp"
#include "guards.hpp"
#include "ids.hpp"
#include "order.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::size_t kSteps = 5'000'000;

std::vector<HeldLock> heldOf(const Trace& trace, const Dependency& dependency) {
  std::vector<HeldLock> result;
  const Dependency* at = &dependency;
  while (true) {
    result.insert(result.end(), at->held.begin(), at->held.end());
    if (!at->base) return result;
    at = &lockgraph::at(trace, *at->base);
    result.push_back({at->lock, at->mode, 0, {}, false, false});
  }
}

// Every hold of its own lock is a shared one.
bool isReadAgain(const Trace& trace, const Dependency& d) {
  const Lock& lock = trace.locks[index(d.lock)];
  if (!d.reentrant || d.acquisition != Acquisition::Blocking || d.mode != Mode::Shared)
    return false;
  if (lock.kind != LockKind::RwLockPreferWriter || lock.tainted) return false;
  const std::vector<HeldLock> held = heldOf(trace, d);
  return std::none_of(held.begin(), held.end(), [&](const HeldLock& one) {
    return one.lock == d.lock && one.mode == Mode::Exclusive;
  });
}

struct Asking {
  ThreadId thread{};
  std::vector<Segment> segments;
  std::vector<HeldLock> held;
};

class Finder {
 public:
  explicit Finder(const Trace& trace)
      : trace_(trace), order_(trace), guards_(findGuards(trace)), budget_(kSteps) {
    for (const Use& use : trace.uses)
      if (isWriter(use.lock, use.mode, use.acquisition))
        writers_[use.lock].push_back({use.thread, {use.firstSegment, use.segment}, {}});
    for (const Dependency& d : trace.dependencies) {
      if (d.reentrant || !isWriter(d.lock, d.mode, d.acquisition)) continue;
      Asking asking{d.thread, {}, heldOf(trace, d)};
      for (const Occurrence& seen : d.occurrences) asking.segments.push_back(seen.segment);
      writers_[d.lock].push_back(std::move(asking));
    }
  }

  std::optional<ThreadId> writerFor(const Dependency& reader) {
    const std::vector<HeldLock> held = heldOf(trace_, reader);
    for (const Asking& writer : writers_[reader.lock]) {
      if (writer.thread == reader.thread || excludes(held, writer.held, reader.lock)) continue;
      if (isGuarded(reader.thread, writer.thread, writer.held) ||
          isGuarded(writer.thread, reader.thread, held))
        continue;
      for (const Segment segment : writer.segments) {
        const Point asks{writer.thread, segment};
        for (const Occurrence& seen : reader.occurrences) {
          if (!budget_.take()) return std::nullopt;
          const Point reads{reader.thread, seen.segment};
          if (order_.isKnown(asks) && order_.isKnown(reads) && order_.isKnown(reads, asks) &&
              !order_.isOrdered(reads, asks))
            return writer.thread;
        }
      }
    }
    return std::nullopt;
  }

 private:
  bool isWriter(LockId lock, Mode mode, Acquisition acquisition) const {
    return mode == Mode::Exclusive && acquisition == Acquisition::Blocking &&
           trace_.locks[index(lock)].kind == LockKind::RwLockPreferWriter;
  }

  bool excludes(const std::vector<HeldLock>& a, const std::vector<HeldLock>& b, LockId own) const {
    return std::any_of(a.begin(), a.end(), [&](const HeldLock& left) {
      if (left.lock == own || trace_.locks[index(left.lock)].tainted) return false;
      return std::any_of(b.begin(), b.end(), [&](const HeldLock& right) {
        return left.lock == right.lock &&
               (left.mode == Mode::Exclusive || right.mode == Mode::Exclusive);
      });
    });
  }

  // A lock guards `thread` all its life, and keeps it from one that holds this or is guarded by
  // another stretch of it. How a guard is held is not recorded, so a reader-writer lock keeps only
  // writers away.
  bool isGuarded(ThreadId thread, ThreadId other, const std::vector<HeldLock>& held) const {
    const std::vector<Guard>& others = guards_[index(other)];
    return std::any_of(
        guards_[index(thread)].begin(), guards_[index(thread)].end(), [&](const Guard& guard) {
          const LockKind kind = trace_.locks[index(guard.lock)].kind;
          const bool maybeShared = kind == LockKind::RwLock || kind == LockKind::RwLockPreferWriter;
          if (guard.holder == other || std::binary_search(others.begin(), others.end(), guard))
            return false;
          const auto isKeptOut = [&](const HeldLock& one) {
            return one.lock == guard.lock && (!maybeShared || one.mode == Mode::Exclusive);
          };
          if (std::any_of(held.begin(), held.end(), isKeptOut)) return true;
          return !maybeShared && std::any_of(others.begin(), others.end(), [&](const Guard& one) {
            return one.lock == guard.lock;
          });
        });
  }

  const Trace& trace_;
  HappensBefore order_;
  std::vector<std::vector<Guard>> guards_;
  Budget budget_;
  std::map<LockId, std::vector<Asking>> writers_;
};

}  // namespace

std::vector<DoubleLock> findReadsAgain(const Trace& trace) {
  std::vector<DoubleLock> result;
  std::optional<Finder> finder;
  std::set<std::pair<std::uint32_t, StackId>> listed;
  for (std::uint32_t i = 0; i < trace.dependencies.size(); ++i) {
    const Dependency& d = trace.dependencies[i];
    if (!isReadAgain(trace, d)) continue;
    if (!finder) finder.emplace(trace);
    const std::optional<ThreadId> writer = finder->writerFor(d);
    if (!writer || !listed.emplace(trace.locks[index(d.lock)].lockClass, d.stack).second) continue;
    DoubleLock found;
    found.dependency = static_cast<DependencyId>(i);
    found.lock = d.lock;
    found.writer = writer;
    result.push_back(found);
  }
  return result;
}

}  // namespace gordian::lockgraph
