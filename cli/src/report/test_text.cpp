#include "test_text.hpp"

#include <fmt/format.h>

#include "printable.hpp"
#include "reasons.hpp"
#include "seen_in.hpp"
#include "text.hpp"

namespace gordian::cli {

std::string renderForTests(const Report& original) {
  const Report report = printable(original);
  std::string text;
  for (const Finding& finding : report.findings) {
    text += headline(finding) + "\n";
    const bool isApart = haveOwnTests(finding);
    for (const Edge& edge : finding.edges)
      text += fmt::format(
          "  {} holds {} ({}), asks for {} ({}){}\n", finding.threads[edge.thread].name,
          finding.locks[edge.held].name, shortSite(edge.heldAt.site()),
          finding.locks[edge.acquired].name, shortSite(edge.acquiredAt.site()),
          isApart && !edge.tests.empty() ? fmt::format(", in {}", fmt::join(edge.tests, ", "))
                                         : "");
    for (const Moment& moment : finding.moments)
      text += fmt::format("  {} {} ({})\n", finding.threads[moment.thread].name,
                          deedOf(finding, moment), shortSite(moment.at.site()));
    text += fmt::format("  {}: {}\n", wordOf(finding.confidence), finding.reason);
    text += fmt::format("  details: gordian show {}{}{}\n", finding.fingerprint,
                        report.recordings.empty() ? "" : " ", report.recordings);
    if (!finding.tests.empty())
      text += fmt::format("  tests: {}\n", fmt::join(finding.tests, ", "));
    text += "\n";
  }
  return text;
}

}  // namespace gordian::cli
