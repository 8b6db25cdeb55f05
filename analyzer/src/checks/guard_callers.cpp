#include "guard_callers.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace gordian::analyzer {
namespace {

constexpr int kMaxLevels = 8;  // of callers that pass on what they are given

using Site = std::pair<FunctionId, std::uint32_t>;  // caller and op
using CallsBySite = std::map<Site, std::vector<GuardCallers::Call>>;

CallsBySite callsOf(const Contexts& contexts, const std::vector<NodeId>& nodes) {
  CallsBySite calls;
  for (const NodeId node : nodes) {
    for (const CallerEdge& edge : contexts[node].callers) {
      const FunctionId caller = contexts[edge.node].function;
      calls[{caller, contexts.program()[caller].points[edge.point].op}].push_back(
          {edge.node, edge.point, node});
    }
  }
  return calls;
}

}  // namespace

GuardCallers callersOf(const Contexts& contexts, std::vector<NodeId> with,
                       std::vector<NodeId> without) {
  GuardCallers found;
  std::set<Site> known;
  std::set<FunctionId> functions;
  for (int level = 0; level < kMaxLevels && (!with.empty() || !without.empty()); ++level) {
    const CallsBySite holding = callsOf(contexts, with);
    const CallsBySite missing = callsOf(contexts, without);
    with.clear();
    without.clear();
    for (const auto& [site, calls] : holding) {
      if (!known.insert(site).second) continue;
      if (missing.count(site) > 0) {
        for (const GuardCallers::Call& call : calls) with.push_back(call.caller);
        continue;
      }
      functions.insert(site.first);
      found.with.push_back(calls.front());
    }
    for (const auto& [site, calls] : missing) {
      const bool isPassedOn = holding.count(site) > 0;
      if (!isPassedOn && !known.insert(site).second) continue;
      if (isPassedOn)
        for (const GuardCallers::Call& call : calls) without.push_back(call.caller);
      else
        found.without.push_back(calls.front());
    }
  }
  found.functionsWith = functions.size();
  return found;
}

}  // namespace gordian::analyzer
