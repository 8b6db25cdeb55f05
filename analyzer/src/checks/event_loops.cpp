#include "event_loops.hpp"

#include <algorithm>

namespace gordian::analyzer {

EventLoops::EventLoops(const Contexts& contexts, const Concurrency& concurrency,
                       const Describe& describe)
    : contexts_(contexts), concurrency_(concurrency), describe_(describe) {
  for (const Occurrence& at : contexts.of(PointKind::Execute))
    if (at.path != kUnknownPath) loops_.emplace(Site{at.node, contexts.pointOf(at).op}, at.path);
  for (const Occurrence& at : contexts.of(PointKind::Loop))
    for (const ThreadIndex thread : contexts[at.node].reachedBy) {
      runners_[at.path].push_back({thread, at.threads});
      runnersOfClass_[describe.className(at.path)].push_back({thread, at.threads});
    }
}

const std::vector<EventLoops::Runner>& EventLoops::runnersOf(PathId loop) const {
  static const std::vector<Runner> kNobody;
  if (const auto known = runners_.find(loop); known != runners_.end()) return known->second;
  const auto known = runnersOfClass_.find(describe_.className(loop));
  return known == runnersOfClass_.end() ? kNobody : known->second;
}

bool EventLoops::areIdle(ThreadIndex handler, ThreadIndex other, std::uint32_t begun) const {
  const AbstractThread& known = contexts_[handler];
  if (known.creator == kNoNode) return false;
  const FunctionId creator = contexts_[known.creator].function;
  const std::uint32_t op = contexts_.program()[creator].points[known.point].op;
  const auto loop = loops_.find({known.creator, op});
  if (loop == loops_.end()) return false;
  const std::vector<Runner>& runners = runnersOf(loop->second);
  return !runners.empty() && std::none_of(runners.begin(), runners.end(), [&](const Runner& one) {
    return concurrency_.overlap(one.thread, one.begun, other, begun, kNoFunction, true);
  });
}

}  // namespace gordian::analyzer
