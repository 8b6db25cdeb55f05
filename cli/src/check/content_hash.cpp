#include "content_hash.hpp"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cstring>

namespace gordian::cli {

std::string ContentHash::text() const {
  return fmt::format("{:016x}{:016x}", high, low);
}

bool parseHash(std::string_view text, ContentHash& hash) {
  constexpr std::size_t kHalf = 16;
  if (text.size() != 2 * kHalf) return false;
  const auto half = [&](std::size_t at, std::uint64_t& value) {
    const char* const end = text.data() + at + kHalf;
    const auto [last, error] = std::from_chars(text.data() + at, end, value, 16);
    return error == std::errc() && last == end;
  };
  return half(0, hash.high) && half(kHalf, hash.low);
}

// Two lanes, each a bijection of itself for any word, which also feed each other.
void Hasher::mix(std::uint64_t word) {
  constexpr std::uint64_t kFirst = 0x9e3779b97f4a7c15u;
  constexpr std::uint64_t kSecond = 0xc2b2ae3d27d4eb4fu;
  state_.high = std::rotl((state_.high ^ word) * kFirst, 29);
  state_.low = std::rotl((state_.low + word) * kSecond, 31) ^ state_.high;
}

Hasher& Hasher::add(std::string_view piece) {
  mix(piece.size());
  std::size_t at = 0;
  std::uint64_t word = 0;
  for (; at + sizeof word <= piece.size(); at += sizeof word) {
    std::memcpy(&word, piece.data() + at, sizeof word);
    mix(word);
  }
  word = 0;
  if (at < piece.size()) std::memcpy(&word, piece.data() + at, piece.size() - at);
  mix(word);
  mix(0);
  return *this;
}

Hasher& Hasher::add(const ContentHash& hash) {
  mix(hash.high);
  mix(hash.low);
  return *this;
}

}  // namespace gordian::cli
