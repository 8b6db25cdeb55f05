// Memory of another process, read while it goes on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace gordian::cli::outside {

// False when not all of it can be had.
bool readMemory(std::uint32_t pid, std::uint64_t address, void* to, std::size_t size);

template <typename T>
std::optional<T> valueAt(std::uint32_t pid, std::uint64_t address) {
  T value;
  if (!readMemory(pid, address, &value, sizeof value)) return std::nullopt;
  return value;
}

}  // namespace gordian::cli::outside
