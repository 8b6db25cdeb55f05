// Recordings in memory, told as a story, with names that are known beforehand:
//   Scene scene; scene.takes("teller-1", {"alice.m", 10}, {"bob.m", 11});
#pragma once

#include <map>
#include <string>
#include <vector>

#include "report/build.hpp"

namespace gordian::cli::testing {

struct At {
  std::string lock;
  std::uint32_t line = 0;
  std::string function = "transfer";
};

class Scene {
 public:
  explicit Scene(std::uint32_t pid = 100, std::string sourceFolder = {});

  // `thread` holds `held` (all of them; the last is the inner one) and asks for `acquired`.
  Scene& takes(const std::string& thread, const std::vector<At>& held, const At& acquired,
               lockgraph::Mode mode = lockgraph::Mode::Exclusive,
               lockgraph::Acquisition acquisition = lockgraph::Acquisition::Blocking);
  Scene& times(std::uint64_t count);         // of the dependency told last
  Scene& joined(const std::string& thread);  // by main, before what follows
  Scene& test(const std::string& name);      // what follows belongs to it
  Scene& kind(const std::string& lock, lockgraph::LockKind kind);
  Scene& file(const std::string& name);  // of what follows
  Scene& lockClass(const std::string& lock, const std::string& name);

  // `thread` waits for the one object of this kind, or for the thread that `at` names, and holds a
  // lock; it signals that object with a lock held; it asks for a lock with nothing held.
  Scene& waitsHolding(const std::string& thread, const At& held, lockgraph::Meeting kind,
                      const At& at);
  Scene& signalsHolding(const std::string& thread, const At& held, lockgraph::Meeting kind,
                        const At& at);
  Scene& asksFor(const std::string& thread, const At& at);

  // A hang, then its waiters in the order of their indices; `next`: index, or kNoWaiter. What is
  // waited for is the lock of `at`, for kWaitThread the thread of that name. holds() and inCycle()
  // are about the waiter told last.
  Scene& hangs(std::uint32_t rule, std::uint32_t threads);
  recording::Waiter& waits(const std::string& thread, std::uint8_t kind, const At& at,
                           std::uint32_t next);
  Scene& holds(const At& at);
  Scene& inCycle();
  // `there`: what it concerns; a line of 0: no stack.
  Scene& incident(std::uint32_t rule, std::uint32_t detail, const std::string& thread,
                  const At& here, const std::string& other = {}, const At& there = {});

  // What --stats counted: a thread's life, and its use of the lock of `longest`, where its longest
  // hold began. Without a name: CPython's big lock.
  Scene& lives(const std::string& thread, std::uint64_t lifeNs, std::uint64_t cpuNs,
               std::uint64_t lockWaitNs);
  Scene& uses(const std::string& thread, const At& longest, recording::LockUse numbers);

  recording::Recording recording;
  [[nodiscard]] NamesFor names() const;

 private:
  friend class SceneNames;
  lockgraph::LockId lock(const std::string& name);
  lockgraph::ThreadId thread(const std::string& name);
  lockgraph::StackId stack(const At& at);

  std::string folder_;
  std::string file_ = "bank.cpp";
  std::vector<std::string> lockNames_;
  std::map<std::string, std::string> classes_;
  std::vector<std::string> threadNames_;
  std::vector<std::vector<SourceFrame>> stacks_;
  std::uint32_t mainSegment_ = 0;
  std::uint64_t sequence_ = 1;
};

// Two tellers, two accounts, both orders.
Scene bank(const std::string& sourceFolder = {});
Scene philosophers(int count);
// main waits on a condition that a worker would signal, and holds what the worker needs; it did so
// before and got through.
Scene stuckPool(const std::string& sourceFolder = {});
// The two tellers wait for each other; main joins one of them; three others do something else.
Scene stuckBank(const std::string& sourceFolder = {});

Report reportOf(const Scene& scene, bool strict = false);

}  // namespace gordian::cli::testing
