// Many programs, judged in blocks by several threads. What is done is kept in a file, so that a
// second start goes on where the first one stopped.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "judge.hpp"

namespace gordian::oracle {

inline constexpr std::uint64_t kBlock = 5000;

struct Campaign {
  std::uint64_t programs = 0;
  std::uint64_t seed = 1;
  unsigned jobs = 1;
  std::string file;  // "": nothing is kept

  // What is done, by block.
  std::map<std::uint64_t, Judged> blocks;
  double seconds = 0;  // of one processor, in all
};

// The seed of program `number`.
constexpr std::uint64_t seedOf(std::uint64_t seed, std::uint64_t number) {
  return seed * 1'000'000'007u + number;
}

// None of these may ever be counted.
bool isNever(Count count);

// Reads what `file` has, does what is missing. The complaints are shrunk, a few of each kind.
void run(Campaign& campaign);
Judged sum(const Campaign& campaign);

// The section of docs/verdicts.md.
std::string page(const Campaign& campaign);

}  // namespace gordian::oracle
