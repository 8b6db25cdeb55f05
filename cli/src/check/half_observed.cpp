#include "half_observed.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace gordian::cli {
namespace {

std::string wordsOf(const Finding& finding, const Edge& edge) {
  return fmt::format("{} -> {}", finding.locks[edge.held].name, finding.locks[edge.acquired].name);
}

}  // namespace

HalfObserved halfObserved(const std::vector<Finding>& cycles, const ObservedEdges& observed) {
  HalfObserved result;
  for (const Finding& cycle : cycles) {
    Finding finding = cycle;
    std::vector<std::string> seen, unseen;
    for (Edge& edge : finding.edges) {
      const ObservedEdge* one = observed.find(finding, edge);
      (one != nullptr ? seen : unseen).push_back(wordsOf(finding, edge));
      if (one == nullptr) continue;
      edge.count = one->count;
      finding.tests.insert(finding.tests.end(), one->tests.begin(), one->tests.end());
    }
    if (seen.empty() && cycle.confidence != Confidence::RuledOut) ++result.unseen;
    if (seen.empty() || unseen.empty()) continue;
    std::sort(finding.tests.begin(), finding.tests.end());
    finding.tests.erase(std::unique(finding.tests.begin(), finding.tests.end()),
                        finding.tests.end());
    finding.origin = Origin::HalfObserved;
    finding.reason = fmt::format("{}; a run took {}, none took {}", cycle.reason,
                                 fmt::join(seen, " and "), fmt::join(unseen, " and "));
    result.findings.push_back(std::move(finding));
  }
  return result;
}

}  // namespace gordian::cli
