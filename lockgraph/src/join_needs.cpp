#include "join_needs.hpp"

#include <algorithm>

#include "ids.hpp"

namespace gordian::lockgraph {

JoinNeeds::JoinNeeds(const Trace& trace)
    : needs_(trace.threads.size()), joined_(trace.threads.size()) {
  std::vector<bool> isWanted(trace.locks.size());
  for (const Wait& wait : trace.waits) {
    if (wait.kind != Meeting::Thread) continue;
    joined_[index(wait.thread)].push_back(ThreadId{wait.object});
    for (const HeldLock& held : wait.held)
      isWanted[index(held.lock)] = !trace.locks[index(held.lock)].tainted;
  }
  if (std::find(isWanted.begin(), isWanted.end(), true) == isWanted.end()) return;
  for (const Join& join : trace.joins) joined_[index(join.joiner)].push_back(join.joined);
  for (auto& list : joined_) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  for (std::uint32_t i = 0; i < trace.dependencies.size(); ++i) {
    const Dependency& d = trace.dependencies[i];
    if (d.reentrant || !isWanted[index(d.lock)]) continue;
    Segment last = 0;
    for (const Occurrence& seen : d.occurrences) last = std::max(last, seen.segment);
    for (const Stretch& seen : d.stretches) last = std::max(last, seen.last);
    needs_[index(d.thread)].push_back(
        {d.lock, d.mode, d.acquisition, last, static_cast<DependencyId>(i), std::nullopt});
  }
  for (std::size_t i = 0; i < trace.uses.size(); ++i) {
    const Use& use = trace.uses[i];
    if (!isWanted[index(use.lock)]) continue;
    needs_[index(use.thread)].push_back(
        {use.lock, use.mode, use.acquisition, use.segment, std::nullopt, i});
  }
}

}  // namespace gordian::lockgraph
