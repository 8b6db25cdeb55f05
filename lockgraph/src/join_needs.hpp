// What threads ask for at any time of their lives, of the locks that somebody holds across a join.
#pragma once

#include <gordian/lockgraph/analysis.hpp>

#include <optional>
#include <unordered_map>
#include <vector>

namespace gordian::lockgraph {

struct Need {
  LockId lock{};
  Mode mode = Mode::Exclusive;
  Acquisition acquisition = Acquisition::Blocking;
  Segment segment = 0;  // of the last time
  std::optional<DependencyId> dependency;
  std::optional<std::size_t> use;
};

class JoinNeeds {
 public:
  explicit JoinNeeds(const Trace& trace);

  const std::vector<Need>& of(ThreadId thread) const {
    return needs_[static_cast<std::size_t>(thread)];
  }
  // Whom a thread joins, or waits to join.
  const std::vector<ThreadId>& joinedBy(ThreadId thread) const {
    return joined_[static_cast<std::size_t>(thread)];
  }

 private:
  std::vector<std::vector<Need>> needs_;
  std::vector<std::vector<ThreadId>> joined_;
};

}  // namespace gordian::lockgraph
