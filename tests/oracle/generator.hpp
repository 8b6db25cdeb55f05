// Random programs, the same for the same seed everywhere.
#pragma once

#include "program.hpp"

namespace gordian::oracle {

// A small generator with a fixed sequence (splitmix64); std distributions differ by library.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t roll(std::uint64_t sides);
  bool chance(std::uint64_t percent) { return roll(100) < percent; }

 private:
  std::uint64_t state_;
};

// Two to four threads, two to six locks; each kind of lock, of acquisition and of other meetings in
// some of the programs, so that there are also many with few of them.
Program randomProgram(std::uint64_t seed);

}  // namespace gordian::oracle
