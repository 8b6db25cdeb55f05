// Small lock programs: what the oracle runs, in every order.
//
// Shares nothing with the analysis. Thread 0 is main; the others run once they are created. A
// release of a lock that is not held does nothing (so the body of a failed try goes on without).
// The routine of a once flag is run by whoever comes first; Finish ends it. A flag is held while
// its routine runs: beside the locks, it has a number behind theirs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gordian::oracle {

enum class Act : std::uint8_t {
  Acquire,
  Try,
  Release,
  Create,
  Join,
  Post,
  Take,
  Meet,
  Once,
  Finish
};

struct Op {
  Act act = Act::Acquire;
  std::uint8_t target = 0;  // lock; thread for Create and Join; semaphore for Post and Take; flag
  bool isShared = false;
};

struct Program {
  std::uint8_t lockCount = 0;
  std::vector<bool> isRwLock;  // by lock
  std::vector<std::vector<Op>> threads;
  bool mainOwnsLocks = false;             // main is known to have created all locks
  std::uint8_t semaphoreCount = 0;        // they begin at 0
  std::uint8_t parties = 0;               // of the only barrier; 0: there is none
  bool isUneven = false;                  // more threads come to it than it has parties
  std::vector<std::vector<Op>> routines;  // by once flag
};

// Random, the same for the same seed everywhere.
Program randomProgram(std::uint64_t seed);
// With semaphores, and fewer of everything else.
Program randomProgramWithSemaphores(std::uint64_t seed);

std::string text(const Program& program);

// A small generator with a fixed sequence (splitmix64); std distributions differ by library.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t roll(std::uint64_t sides);
  bool chance(std::uint64_t percent) { return roll(100) < percent; }

 private:
  std::uint64_t state_;
};

}  // namespace gordian::oracle
