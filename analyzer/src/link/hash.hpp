// Hashes of what the link looks up, word by word.
#pragma once

#include <cstdint>

namespace gordian::analyzer {

inline std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
  return hash ^ hash >> 29;
}

}  // namespace gordian::analyzer
