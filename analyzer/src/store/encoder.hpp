// Records of the facts, written. The same calls as Decoder's: describe.hpp says them once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gordian::analyzer {

class Encoder {
 public:
  static constexpr bool kReads = false;

  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] std::uint64_t memory() const { return memory_; }

  void number(std::uint64_t value) {
    constexpr std::uint64_t kMore = 0x80;
    for (; value >= kMore; value >>= 7U) bytes_ += static_cast<char>(value | kMore);
    bytes_ += static_cast<char>(value);
  }

  // `most` is for the reader.
  template <class T>
  void bounded(T& value, std::uint64_t /*most*/, const char* /*what*/) {
    number(static_cast<std::uint64_t>(value));
  }

  void fixed(std::uint64_t& value) {
    for (unsigned i = 0; i < 64; i += 8) bytes_ += static_cast<char>(value >> i);
  }

  void text(std::string& value) {
    number(value.size());
    bytes_ += value;
    memory_ += value.size();
  }

  void flag(bool& value) { number(value ? 1 : 0); }

  // The size of a table; its items follow, here or later.
  template <class T>
  void open(std::vector<T>& items) {
    number(items.size());
    memory_ += items.size() * sizeof(T);
  }

 private:
  std::string bytes_;
  std::uint64_t memory_ = 0;
};

}  // namespace gordian::analyzer
