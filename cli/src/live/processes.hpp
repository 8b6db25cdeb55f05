// What the system knows about the watched processes: the board tells only of threads that wait. An
// interface, so that tests can tell of processes that do not exist.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gordian::cli {

struct Task {
  std::uint32_t tid = 0;
  char state = '\0';  // as in /proc: 'S' sleeps, 'R' runs or could, 'T' is stopped; 0: not known
};

struct ProcessFacts {
  std::vector<Task> tasks;  // without ended ones; empty: the process is gone
  bool isKnown = true;      // false: it is there, but tells us nothing
  bool isWatched = false;   // it maps the board
  bool isPython = false;
  std::uint64_t posters = 0;  // signals whose handler could wake a thread
  // Files in shared mappings, by BoardKey::space. True: by the name it was mapped by nobody can
  // find the file any more.
  std::map<std::uint64_t, bool> shared{};
};

class Processes {
 public:
  virtual ~Processes() = default;
  [[nodiscard]] virtual ProcessFacts factsOf(std::uint32_t pid) = 0;
  // Nothing is left of it, not even its status. Cheap.
  [[nodiscard]] virtual bool isGone(std::uint32_t pid) = 0;
  // Whether a process besides `known` has the file of BoardKey::space mapped or open, or could open
  // it, or whether that cannot be told.
  // Costs a look at every process there is.
  [[nodiscard]] virtual bool isReachedElsewhere(std::uint64_t space,
                                                const std::vector<std::uint32_t>& known) = 0;
  // Whether the thread certainly sleeps in another call than one in which it could wait for that
  // (WaitKind): a handler may have left its wait by a jump, or not have returned yet. False where
  // the system does not tell.
  [[nodiscard]] virtual bool isElsewhere(std::uint32_t pid, std::uint32_t tid,
                                         std::uint8_t kind) = 0;
  // Children of all its threads, also those that have ended; none: not known.
  [[nodiscard]] virtual std::optional<std::vector<std::uint32_t>> childrenOf(std::uint32_t pid) = 0;
  // The thread that the lock at that address of the process names as its owner, now; 0: none, or
  // not known.
  [[nodiscard]] virtual std::uint32_t ownerOfLock(std::uint32_t pid, std::uint64_t address,
                                                  std::uint8_t kind) = 0;
  // There is no thread with that number, or it has ended.
  [[nodiscard]] virtual bool isNobody(std::uint32_t tid) = 0;
  // Whether a process besides `known` could own a lock in that file by a number that means nobody
  // here, or whether that cannot be told. Costs a look at every process there is.
  [[nodiscard]] virtual bool mayBeOwnedElsewhere(std::uint64_t space,
                                                 const std::vector<std::uint32_t>& known) = 0;
  // Of a thread as the system knows it; empty when it has only that of its process.
  [[nodiscard]] virtual std::string nameOf(std::uint32_t pid, std::uint32_t tid) = 0;
};

class SystemProcesses final : public Processes {
 public:
  // The inode of the board's memory.
  explicit SystemProcesses(std::uint64_t board) : board_(board) {}

  ProcessFacts factsOf(std::uint32_t pid) override;
  bool isGone(std::uint32_t pid) override;
  bool isReachedElsewhere(std::uint64_t space, const std::vector<std::uint32_t>& known) override;
  bool isElsewhere(std::uint32_t pid, std::uint32_t tid, std::uint8_t kind) override;
  std::optional<std::vector<std::uint32_t>> childrenOf(std::uint32_t pid) override;
  std::uint32_t ownerOfLock(std::uint32_t pid, std::uint64_t address, std::uint8_t kind) override;
  bool isNobody(std::uint32_t tid) override;
  bool mayBeOwnedElsewhere(std::uint64_t space, const std::vector<std::uint32_t>& known) override;
  std::string nameOf(std::uint32_t pid, std::uint32_t tid) override;

 private:
  std::uint64_t board_;
};

}  // namespace gordian::cli
