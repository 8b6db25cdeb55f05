#include "guards.hpp"

#include <algorithm>
#include <iterator>

#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

using Guards = std::vector<Guard>;

// What covers a create or a join: the holds of the thread that does it, and its own guards.
Guards covering(const Trace& trace, ThreadId thread, const std::vector<Hold>& holds,
                const Guards& inherited) {
  Guards result = inherited;
  for (const Hold& hold : holds) {
    if (!trace.locks[index(hold.lock)].tainted) result.push_back({thread, hold.lock, hold.serial});
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

}  // namespace

std::vector<Guards> findGuards(const Trace& trace) {
  std::vector<Guards> guards(trace.threads.size());
  for (bool hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (const Join& join : trace.joins) {
      const Thread& thread = trace.threads[index(join.joined)];
      if (!thread.parent) continue;
      const Guards begin =
          covering(trace, *thread.parent, thread.parentHolds, guards[index(*thread.parent)]);
      if (begin.empty()) continue;
      const Guards end = covering(trace, join.joiner, join.holds, guards[index(join.joiner)]);
      Guards both;
      std::set_intersection(begin.begin(), begin.end(), end.begin(), end.end(),
                            std::back_inserter(both));
      Guards& known = guards[index(join.joined)];
      Guards grown;  // only ever grows, so the loop ends
      std::set_union(known.begin(), known.end(), both.begin(), both.end(),
                     std::back_inserter(grown));
      if (grown.size() == known.size()) continue;
      known = std::move(grown);
      hasChanged = true;
    }
  }
  return guards;
}

std::vector<Guards> findStretchesOfJoins(const Trace& trace, const std::vector<Guards>& guards) {
  std::vector<Guards> ends(trace.threads.size());
  for (const Join& join : trace.joins) {
    Guards& known = ends[index(join.joined)];
    const Guards end = covering(trace, join.joiner, join.holds, guards[index(join.joiner)]);
    known.insert(known.end(), end.begin(), end.end());
  }
  return ends;
}

}  // namespace gordian::lockgraph
