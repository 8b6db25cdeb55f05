// Which two of a list can run at the same time, each two asked about once.
#pragma once

#include <cstddef>
#include <vector>

namespace gordian::analyzer {

class KnownOverlaps {
 public:
  explicit KnownOverlaps(std::size_t size) : size_(size), known_(size * size, kNotAsked) {}

  // `find` tells, the first time.
  template <class Find>
  bool operator()(std::size_t a, std::size_t b, Find find) {
    char& known = known_[a * size_ + b];
    if (known == kNotAsked) known = find() ? 1 : 0;
    return known == 1;
  }

 private:
  static constexpr char kNotAsked = 2;
  std::size_t size_;
  std::vector<char> known_;
};

}  // namespace gordian::analyzer
