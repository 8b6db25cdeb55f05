// FNV-1a with 128 bits: names the content of a recording inside a merged file.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace gordian::recording {

using Hash128 = std::array<unsigned char, 16>;  // most significant byte first, so it sorts

inline Hash128 hash128(const unsigned char* bytes, std::size_t size) {
  __extension__ using Wide = unsigned __int128;
  const Wide prime = (Wide{1} << 88) + 0x13b;
  Wide value = (Wide{0x6c62272e07bb0142U} << 64) + 0x62b821756295c58dU;
  for (std::size_t i = 0; i < size; ++i) value = (value ^ bytes[i]) * prime;
  Hash128 hash{};
  for (std::size_t i = hash.size(); i-- > 0; value >>= 8) {
    hash[i] = static_cast<unsigned char>(value & 0xffU);
  }
  return hash;
}

}  // namespace gordian::recording
