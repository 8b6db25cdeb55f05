// In which order the dataflow walks the blocks of a function: a loop as a whole before what follows
// it, an inner loop as a whole within the outer one. Bourdoncle, "Efficient chaotic iteration
// strategies with widenings" (1993).
#pragma once

#include <cstdint>
#include <vector>

#include "model/events.hpp"

namespace gordian::analyzer {

struct BlockOrder {
  // An outermost loop, or a block that is in none: no way leads back from one part to another.
  struct Part {
    std::uint32_t end = 0;  // its place in `blocks`; it begins where the one before it ends
    bool isLoop = false;
  };
  std::vector<std::uint32_t> blocks;  // those that are reached
  std::vector<std::uint32_t> rank;    // by block: its place in `blocks`
  std::vector<Part> parts;
};

// The block 0 is the entry.
BlockOrder orderOf(const std::vector<Block>& blocks);

}  // namespace gordian::analyzer
