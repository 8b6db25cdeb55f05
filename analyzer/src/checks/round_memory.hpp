// Memory that a loop makes anew each time round: whether two threads can mean the same. What is
// done to it before a thread is begun with it comes before whatever that thread does.
#pragma once

#include <optional>
#include <vector>

#include "exclusion.hpp"

namespace gordian::analyzer {

class RoundMemory {
 public:
  explicit RoundMemory(Contexts& contexts) : contexts_(contexts) {}

  using Side = ExclusionTest::Side;

  // False: `path` names other memory for each of them.
  bool canShare(PathId path, const Side& a, const Side& b) const;

 private:
  struct Frame {
    NodeId node{};
    std::uint32_t op = 0;
  };
  using Way = std::vector<Frame>;  // of calls, innermost first, up to the function that makes it
  struct Maker {
    FunctionId function = kNoFunction;
    std::vector<std::uint32_t> ops;  // that make it
  };

  Maker makerOf(PathId path) const;
  bool climb(Way& way, FunctionId maker, std::vector<Way>& found) const;
  std::vector<Way> waysTo(NodeId node, std::uint32_t op, FunctionId maker) const;
  bool isFollowedBy(const Way& first, const Way& second, const Maker& maker) const;
  bool isReached(FunctionId function, std::uint32_t from, std::uint32_t to,
                 const std::vector<std::uint32_t>& avoided) const;

  Contexts& contexts_;
};

}  // namespace gordian::analyzer
