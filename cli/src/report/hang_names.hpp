// Names for what the waiters of a hang do and hold, which may be in several processes.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "hangs.hpp"
#include "model.hpp"
#include "names.hpp"

namespace gordian::cli {

// Everything of a waiter is checked: it may name locks, stacks and threads that do not exist.
class HangNames {
 public:
  // Fills the locks and threads of `finding`, which the caller keeps.
  HangNames(const RecordingsOfHang& recordings, const NamesFor& namesFor,
            const recording::Hang& hang, Finding& finding);

  // Indices into the finding.
  std::size_t thread(const recording::Waiter& waiter);
  std::size_t lock(const recording::Waiter& holder, const recording::WaiterHold& hold);
  // Somebody in this hang waits for it.
  bool isAwaited(const recording::Waiter& holder, const recording::WaiterHold& hold) const;
  // None: not a lock, nor anything that somebody in this hang holds.
  std::optional<std::size_t> awaitedLock(const recording::Waiter& waiter);
  // "bob.m", "the end of teller-2", "condition variable ready".
  std::string awaited(const recording::Waiter& waiter);
  // The same without names of threads and numbers, for what is no lock; else empty.
  std::string awaitedClass(const recording::Waiter& waiter);

  Evidence waitsAt(const recording::Waiter& waiter);
  Evidence tookAt(const recording::Waiter& holder, const recording::WaiterHold& hold);
  // The lock in the recording of its process.
  std::optional<lockgraph::LockId> lockOf(const recording::Waiter& waiter, std::uint32_t number);
  // Index of the recording that has the process of the waiter; none when there is no such.
  std::optional<std::size_t> recordingOf(const recording::Waiter& waiter) const;

 private:
  struct Process {
    std::unique_ptr<Names> names;
    // Dependencies by thread, for the threads of the hang.
    std::map<std::uint32_t, std::vector<std::size_t>> dependencies;
  };
  using Key = std::pair<std::uint64_t, std::uint64_t>;

  [[nodiscard]] lockgraph::Sequence when() const;
  Process* processOf(const recording::Waiter& waiter);
  Names* namesOf(const recording::Waiter& waiter);
  std::size_t addLock(const Key& key, LockLabel label);
  LockLabel labelOf(const recording::Waiter& waiter, std::uint32_t number, std::uint64_t address,
                    std::uint8_t kind, const SourceFrame& site);
  std::optional<LockLabel> objectOf(const recording::Waiter& waiter);
  std::string threadName(const recording::Waiter& waiter);
  std::string targetName(const recording::Waiter& waiter);
  recording::Stack heldStack(const recording::Waiter& holder, const recording::WaiterHold& hold);

  const RecordingsOfHang& recordings_;
  const NamesFor& namesFor_;
  const recording::Hang& hang_;
  Finding& finding_;
  bool hasManyProcesses_ = false;
  std::map<std::size_t, Process> processes_;
  std::map<Key, std::size_t> locks_;
  std::set<Key> awaited_;
  std::map<const recording::Waiter*, std::size_t> threads_;
};

}  // namespace gordian::cli
