// CRC-32C (Castagnoli, reflected polynomial 0x82F63B78), as in RFC 3720 appendix B.4.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace gordian::runtime {

inline constexpr std::array<std::uint32_t, 256> kCrcTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0x82F63B78u : 0);
    table[i] = value;
  }
  return table;
}();

class Crc32c {
 public:
  void add(const void* data, std::size_t size) noexcept {
    const auto* bytes = static_cast<const unsigned char*>(data);
    for (std::size_t i = 0; i < size; ++i)
      value_ = (value_ >> 8) ^ kCrcTable[(value_ ^ bytes[i]) & 0xff];
  }
  [[nodiscard]] std::uint32_t value() const noexcept { return ~value_; }

 private:
  std::uint32_t value_ = ~0u;
};

}  // namespace gordian::runtime
