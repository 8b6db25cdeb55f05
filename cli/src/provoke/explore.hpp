// gordian provoke --explore: runs under perturbed schedules, and what they showed that the run
// before them had not.
#pragma once

#include <cstdint>

#include "attempts.hpp"

namespace gordian::cli {

struct Explored {
  int cannotStart = 0;
  std::uint32_t attempts = 0;
  std::size_t edges = 0;     // lock orders that the first run did not have
  std::size_t findings = 0;  // findings likewise
  std::size_t hangs = 0;
};

// One run as it is, then `attempts` perturbed ones; `tells`: a line for each that brought
// something.
Explored explore(Series& series, std::uint32_t attempts, std::uint64_t seed, bool tells);

}  // namespace gordian::cli
