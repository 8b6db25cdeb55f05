// CRC-32C (Castagnoli), the checksum of recordings.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gordian::recording {

class Crc32c {
 public:
  void add(const unsigned char* bytes, std::size_t size);
  [[nodiscard]] std::uint32_t value() const { return ~state_; }

 private:
  std::uint32_t state_ = 0xffffffffU;
};

}  // namespace gordian::recording
