// Small systems of threads that run, wait or are gone, and what can become of them.
//
// Shares nothing with reduce(): futures() plays every schedule, in which a running thread may give
// back what it holds, post, and end, one step at a time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gordian::oracle {

enum class Kind : std::uint8_t { Mutex, Recursive, RwLock, PreferWriter, Semaphore };
enum class Does : std::uint8_t { Runs, Locks, Joins, NeedsPost, IsGone };
enum class Posters : std::uint8_t { Unknown, Own, Listed, Everybody };

inline constexpr int kNone = -1;

struct Holding {
  int lock = 0;
  bool isShared = false;
};

struct Thread {
  Does does = Does::Runs;
  int process = 0;
  bool isTimed = false;
  int lock = kNone;  // Locks: which. NeedsPost: the mutex to take again, or kNone
  bool isShared = false;
  bool isOwnerGone = false;  // Locks: its owner is no more, unless one of the threads holds it
  int semaphore = kNone;     // NeedsPost: which, or kNone
  int target = kNone;        // Joins; kNone: unknown
  Posters posters = Posters::Own;
  std::vector<int> listed;  // processes
  std::vector<Holding> holds;
};

struct System {
  std::vector<Kind> locks;
  std::vector<Thread> threads;
  std::vector<bool> unknownPosters;  // by process
};

// Random, the same for the same seed everywhere.
System randomSystem(std::uint64_t seed);

// By thread: it runs, or there is a schedule in which its wait ends. Gone threads never run.
std::vector<bool> futures(const System& system);

std::string describe(const System& system);

}  // namespace gordian::oracle
