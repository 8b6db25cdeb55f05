// Handlers that are given to an event loop run in the threads that run the loop, while they do.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "../link/concurrency.hpp"
#include "describe.hpp"

namespace gordian::analyzer {

class EventLoops {
 public:
  EventLoops(const Contexts& contexts, const Concurrency& concurrency, const Describe& describe);

  // None of the threads that are known to run the loop of the handler `handler` runs at the same
  // time as `other`, where the threads `begun` have been begun. Another one may, by a name of the
  // loop that is not followed.
  bool areIdle(ThreadIndex handler, ThreadIndex other, std::uint32_t begun) const;

 private:
  struct Runner {
    ThreadIndex thread{};
    std::uint32_t begun = 0;
  };
  // Of the very loop; where nobody is known by its name, of the loops of its class.
  const std::vector<Runner>& runnersOf(PathId loop) const;

  using Site = std::pair<NodeId, std::uint32_t>;  // and op

  const Contexts& contexts_;
  const Concurrency& concurrency_;
  const Describe& describe_;
  std::map<Site, PathId> loops_;  // by where a handler is given
  std::map<PathId, std::vector<Runner>> runners_;
  std::map<std::string, std::vector<Runner>> runnersOfClass_;
};

}  // namespace gordian::analyzer
