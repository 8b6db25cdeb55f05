// 128 bits that stand for a content. Not against somebody who wants two contents to agree: the
// cache belongs to one user.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gordian::cli {

struct ContentHash {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  bool operator==(const ContentHash&) const = default;
  [[nodiscard]] std::string text() const;  // 32 hexadecimal digits
};

// Empty when it is not one.
bool parseHash(std::string_view text, ContentHash& hash);

// Of pieces: "ab", "c" is something else than "a", "bc".
class Hasher {
 public:
  Hasher& add(std::string_view piece);
  Hasher& add(const ContentHash& hash);
  [[nodiscard]] ContentHash value() const { return state_; }

 private:
  void mix(std::uint64_t word);
  ContentHash state_{0x6a09e667f3bcc908u, 0xbb67ae8584caa73bu};
};

}  // namespace gordian::cli
