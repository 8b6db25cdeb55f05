// Records of the facts, read: nothing is believed, and no more memory is taken than allowed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "error.hpp"

namespace gordian::analyzer {

class Decoder {
 public:
  static constexpr bool kReads = true;

  Decoder(std::string_view bytes, std::uint64_t memory) : bytes_(bytes), memory_(memory) {}

  [[nodiscard]] std::uint64_t offset() const { return at_; }
  [[nodiscard]] bool isAtEnd() const { return at_ == bytes_.size(); }

  std::uint64_t number() {
    if (at_ < bytes_.size() && static_cast<unsigned char>(bytes_[at_]) < 0x80)
      return static_cast<unsigned char>(bytes_[at_++]);
    constexpr unsigned kBits = 64;
    constexpr unsigned kLastShift = 63;
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < kBits; shift += 7) {
      const auto byte = next();
      if (shift == kLastShift && byte > 1) break;
      value |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) return value;
    }
    failAt(at_, "a number that is too long");
  }

  template <class T>
  void bounded(T& value, std::uint64_t most, const char* what) {
    const std::uint64_t begin = at_;
    const std::uint64_t read = number();
    if (read > most)
      failAt(begin, std::string(what) + " " + std::to_string(read) + ", at most " +
                        std::to_string(most) + " is possible");
    value = static_cast<T>(read);
  }

  void fixed(std::uint64_t& value) {
    value = 0;
    for (unsigned i = 0; i < 64; i += 8) value |= std::uint64_t{next()} << i;
  }

  void text(std::string& value) {
    const std::uint64_t begin = at_;
    const std::uint64_t size = number();
    if (size > bytes_.size() - at_) failAt(begin, "a text that is longer than the file");
    take(begin, size);
    value = bytes_.substr(at_, size);
    at_ += size;
  }

  void flag(bool& value) { bounded(value, 1, "flag"); }

  // Every item takes one byte at least, so a short file cannot ask for a long list.
  template <class T>
  void open(std::vector<T>& items) {
    const std::uint64_t begin = at_;
    const std::uint64_t count = number();
    if (count > bytes_.size() - at_) failAt(begin, "a list that is longer than the file");
    take(begin, count * sizeof(T));
    items.resize(count);
  }

 private:
  unsigned char next() {
    if (at_ >= bytes_.size()) failAt(at_, "the facts end in the middle");
    return static_cast<unsigned char>(bytes_[at_++]);
  }

  void take(std::uint64_t begin, std::uint64_t size) {
    if (size > memory_) failAt(begin, "more facts than a file of this size can have");
    memory_ -= size;
  }

  std::string_view bytes_;
  std::uint64_t at_ = 0;
  std::uint64_t memory_;
};

}  // namespace gordian::analyzer
