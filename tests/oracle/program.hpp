// Small lock programs: what the oracle runs, in every order.
//
// Shares nothing with the analysis. Thread 0 is main; the others run once they are created. A
// release of a lock that is not held does nothing, nor does a wait without its mutex (so the body
// of a failed try goes on without). The routine of a once flag is run by whoever comes first;
// Finish ends it. A flag is held while its routine runs: beside the locks, it has a number behind
// theirs.
//
// As text, a line for each thread (`#` begins a comment):
//   lock C rwlock           kinds: mutex (untold), recursive, spin, semaphore, rwlock,
//   prefer-writer semaphore 0 begins 1    else at 0 main owns the locks     is known to have
//   created them 2 parties               of the only barrier T0: create1 +A +B/s -B -A join1 once0:
//   +C -C done
// +A acquire, A/s shared, ?A try, ~A timed, -A release; post0 take0 of semaphore 0; meet at the
// barrier; once0 comes to the flag; wait0:A waits once for condition 0 with mutex A, await0:A until
// somebody has said set0, which wakes all; signal0 wakes one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gordian::oracle {

inline constexpr std::size_t kMaxThreads = 4;
inline constexpr std::size_t kMaxLocks = 8;  // with once flags
inline constexpr std::size_t kMaxSemaphores = 2;
inline constexpr std::size_t kMaxConditions = 2;

enum class Act : std::uint8_t {
  Acquire,
  Try,
  Timed,
  Release,
  Create,
  Join,
  Post,
  Take,
  Meet,
  Once,
  Finish,
  Wait,
  Await,
  Signal,
  Set
};

enum class Kind : std::uint8_t { Mutex, Recursive, Spin, Semaphore, RwLock, PreferWriter };

constexpr bool isRwLock(Kind kind) {
  return kind == Kind::RwLock || kind == Kind::PreferWriter;
}

struct Op {
  Act act = Act::Acquire;
  std::uint8_t target = 0;  // lock; thread for Create and Join; semaphore; condition; flag
  bool isShared = false;
  std::uint8_t mutex = 0;  // of Wait and Await

  friend bool operator==(const Op&, const Op&) = default;
};

struct Program {
  std::vector<Kind> locks;
  std::vector<std::vector<Op>> threads;
  bool mainOwnsLocks = false;            // main is known to have created all locks
  std::vector<std::uint8_t> semaphores;  // where they begin
  std::uint8_t conditions = 0;
  std::uint8_t parties = 0;               // of the only barrier; 0: there is none
  std::vector<std::vector<Op>> routines;  // by once flag

  friend bool operator==(const Program&, const Program&) = default;
};

// More threads come to the barrier than it has parties.
bool isUneven(const Program& program);

std::string text(const Program& program);
// None: a word that is not known, or a number out of range. `wrong` says which.
std::optional<Program> parse(const std::string& text, std::string& wrong);

}  // namespace gordian::oracle
