// The program's locking as a trace: what lockgraph needs to find cycles, from abstract threads.
//
// An abstract thread that can run twice at once is two threads of the trace. Locks of objects that
// are not known, and elements at indices that are not known, are one lock of their class, or two
// where one is taken while another is held.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <map>
#include <set>
#include <vector>

#include "describe.hpp"

namespace gordian::analyzer {

struct DependencyOrigin {
  Occurrence at;
  ThreadIndex thread{};
  std::vector<std::uint32_t> statuses;  // threads that are begun, wherever it happens so
};

class StaticTrace {
 public:
  StaticTrace(Contexts& contexts, const Concurrency& concurrency, const Describe& describe);

  const lockgraph::Trace& trace() const { return trace_; }
  // By DependencyId.
  const DependencyOrigin& origin(std::size_t dependency) const { return origins_[dependency]; }
  PathId lock(lockgraph::LockId id) const { return paths_[static_cast<std::size_t>(id)]; }
  // The object is known, there is one of it, and it is the same one for everybody.
  bool isExact(lockgraph::LockId id) const { return isExact_[static_cast<std::size_t>(id)]; }
  // Only some of the ways to the dependency hold the lock.
  bool isUncertain(std::size_t dependency, lockgraph::LockId held) const;
  std::size_t lockClasses() const { return classes_.size(); }
  std::size_t edges() const { return edges_.size(); }

 private:
  struct Instance {
    ThreadIndex thread{};
    std::size_t number = 0;  // 0 or 1
  };

  void addThreads();
  void addOrder();
  void orderChildren(ThreadIndex parent, const std::vector<ThreadIndex>& children);
  void addDependencies();
  void addDependency(const Occurrence& at, ThreadIndex thread);
  void addAnonymousPair(const Occurrence& at, ThreadIndex thread, PathId lock);
  void emit(lockgraph::Dependency dependency, const Occurrence& at, ThreadIndex thread);
  std::vector<lockgraph::Hold> holdsAt(const Occurrence& at, ThreadIndex thread);
  // Nothing: it joins it nowhere.
  std::optional<std::vector<lockgraph::Hold>> holdsAtJoin(ThreadIndex parent, ThreadIndex child);
  std::uint32_t segmentOf(ThreadIndex thread, std::uint32_t status) const;
  bool isAnonymous(PathId lock) const;
  lockgraph::LockId lockId(PathId lock, LockKind kind, std::uint32_t number = 0);
  lockgraph::ThreadId instance(ThreadIndex thread, std::size_t number) const;

  Contexts& contexts_;
  const Concurrency& concurrency_;
  const Describe& describe_;
  lockgraph::Trace trace_;
  std::vector<DependencyOrigin> origins_;
  std::vector<PathId> paths_;
  std::vector<bool> isExact_;
  std::map<std::pair<PathId, std::uint32_t>, lockgraph::LockId> lockIds_;
  std::map<std::string, std::uint32_t> classes_;
  std::vector<std::uint32_t> firstInstance_;                      // by thread
  std::vector<std::uint32_t> instances_;                          // by thread: how many
  std::vector<std::map<std::uint32_t, std::uint32_t>> segments_;  // by thread: of each status
  std::set<std::pair<std::uint32_t, std::uint32_t>> edges_;
  std::map<std::vector<std::uint32_t>, std::size_t> known_;
  std::set<std::pair<std::size_t, lockgraph::LockId>> uncertain_;
};

}  // namespace gordian::analyzer
