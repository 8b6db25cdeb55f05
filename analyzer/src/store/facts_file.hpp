// A unit's facts as a file: written once, whole, and read with suspicion (docs/facts-format.md).
//
// What is read has only indices that exist in their tables, and costs memory in proportion to the
// size of the file, whoever wrote it. Everything else about it (names, paths, what the facts say)
// may still be anything.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "../model/unit.hpp"
#include "error.hpp"

namespace gordian::analyzer {

inline constexpr std::uint32_t kFactsVersion = 3;

// What went wrong, in one line, or nothing: it throws nothing but std::bad_alloc, for callers who
// have frames of Clang below them. The file is there whole or not at all; one of before is
// replaced.
std::optional<std::string> writeFacts(const std::filesystem::path& file, const Unit& unit);

// Throws FactsError: "file: facts, byte 12: reason".
Unit readFacts(const std::filesystem::path& file);

// The same in memory. encodeFacts throws FactsError for a unit that readFacts would refuse.
std::string encodeFacts(const Unit& unit);
Unit decodeFacts(std::string_view bytes);

}  // namespace gordian::analyzer
