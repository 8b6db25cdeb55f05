// Whether the recording of this process has got anything new to analyse: a look at the headers of
// the records that were appended since the last look, so that a test costs nothing when all it did
// was known.
#pragma once

#include <cstdint>
#include <string>

namespace gordian::gtest {

class Growth {
 public:
  // True also when the file cannot be understood: then the reader has to tell.
  bool hasNewDependencies(const std::string& file);

 private:
  std::string file_;
  std::uint64_t position_ = 0;
};

}  // namespace gordian::gtest
