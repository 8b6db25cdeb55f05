// The functions that an address belongs to: the innermost inlined one first, the real one last,
// each with the place in the source where control was.
#pragma once

#include "symbols/cu_index.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gordian::cli::symbols {

struct ChainLink {
  std::string function;  // for people; empty when the debug information names none
  std::string file;      // absolute where the debug information allows
  std::uint32_t line = 0, column = 0;
  bool inlined = false;
  bool qualified = false;  // function carries its namespaces and classes
};

// `address` is inside the calling instruction. Empty when no compile unit covers it.
std::vector<ChainLink> inlineChain(CuIndex& index, std::uint64_t address);

}  // namespace gordian::cli::symbols
