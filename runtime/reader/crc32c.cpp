#include "crc32c.hpp"

#include <array>
#include <cstring>

namespace gordian::recording {
namespace {

// Eight tables let eight bytes be folded in at a time ("slicing by 8").
using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr Tables makeTables() {
  Tables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t value = byte;
    for (int bit = 0; bit < 8; ++bit) {
      value = (value >> 1) ^ ((value & 1U) != 0 ? 0x82f63b78U : 0U);
    }
    tables[0][byte] = value;
  }
  for (std::size_t table = 1; table < 8; ++table) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t before = tables[table - 1][byte];
      tables[table][byte] = (before >> 8) ^ tables[0][before & 0xffU];
    }
  }
  return tables;
}

constexpr Tables kTables = makeTables();

}  // namespace

void Crc32c::add(const unsigned char* bytes, std::size_t size) {
  std::uint32_t state = state_;
  for (; size >= 8; bytes += 8, size -= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, 8);
    word ^= state;
    state = 0;
    for (unsigned int byte = 0; byte < 8; ++byte) {
      state ^= kTables[7 - byte][(word >> (8 * byte)) & 0xffU];
    }
  }
  for (; size > 0; ++bytes, --size) {
    state = (state >> 8) ^ kTables[0][(state ^ *bytes) & 0xffU];
  }
  state_ = state;
}

}  // namespace gordian::recording
