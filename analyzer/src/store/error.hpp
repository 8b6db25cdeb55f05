// What is wrong with a facts file: where, and what.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace gordian::analyzer {

struct FactsError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// "facts, byte 12: reason"; reading a file puts its name in front.
[[noreturn]] inline void failAt(std::uint64_t offset, const std::string& reason) {
  throw FactsError("facts, byte " + std::to_string(offset) + ": " + reason);
}

}  // namespace gordian::analyzer
