// The outside of a facts file: a header with a checksum around the compressed records.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gordian::analyzer {

struct Frame {
  std::string records;
  std::uint64_t memory = 0;  // what the unit that is read from them may take
};

inline constexpr std::uint64_t kMaxRecords = std::uint64_t{64} << 20;
inline constexpr std::uint64_t kMaxFactsFile = kMaxRecords + (std::uint64_t{1} << 20);

// `memory`: what the unit takes. Throws FactsError when the records are too large.
std::string wrapRecords(std::string_view records, std::uint64_t memory);

// Throws FactsError: another version, cut, damaged.
Frame unwrapRecords(std::string_view file);

}  // namespace gordian::analyzer
