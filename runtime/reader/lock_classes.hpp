// Which locks belong to one declaration or creation site.
#pragma once

#include <cstdint>
#include <gordian/recording/reader.hpp>
#include <string>
#include <unordered_map>
#include <vector>

namespace gordian::recording {

// Static storage: the place in the module. Python: the lines that created it. Else the stack that
// created it or, where no creation was seen, first took it. A lock of which nothing is known is a
// class of its own.
class LockClasses {
 public:
  // Sets Lock::lockClass of every lock that has come since the last call; seen[i]: when lock i was
  // recorded.
  void assign(Recording& recording, const std::vector<lockgraph::Sequence>& seen);

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::uint32_t next_ = 0;
  std::size_t assigned_ = 0;  // so many locks
};

}  // namespace gordian::recording
