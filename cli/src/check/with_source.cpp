#include "with_source.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "../report/finding_list.hpp"
#include "../report/reasons.hpp"
#include "facts_report.hpp"
#include "half_observed.hpp"

namespace gordian::cli {
namespace {

// What is suppressed in the source is left out.
std::vector<Finding> cyclesOf(const std::vector<std::string>& paths,
                              const analyzer::CheckSettings& settings,
                              const std::string& configFolder, std::vector<std::string>& problems) {
  std::vector<Finding> cycles;
  if (paths.empty()) return cycles;
  std::vector<UnitFacts> units = unitsOfFacts(paths);
  ProgramFacts facts;
  Report report = factsReport(units, nullptr, settings, facts);
  std::error_code error;
  const std::string here = std::filesystem::current_path(error);
  keepOwn(report, Project(configFolder, here, facts.sources), facts);
  facts.allowances.apply(report, Suppressions::Telling::Nothing);
  problems = std::move(report.coverage.warnings);
  for (auto* list : {&report.findings, &report.ruledOut})
    for (Finding& finding : *list)
      if (finding.id == "GD101") cycles.push_back(std::move(finding));
  return cycles;
}

}  // namespace

WithSource::WithSource(const std::vector<std::string>& paths,
                       const analyzer::CheckSettings& settings, const std::string& configFolder)
    : cycles_(cyclesOf(paths, settings, configFolder, problems_)), observed_(cycles_) {}

void WithSource::look(const recording::Recording& recording, Names& names) {
  if (!cycles_.empty()) observed_.add(recording, names);
}

void WithSource::addTo(Report& report, bool isStrict) const {
  HalfObserved half = halfObserved(cycles_, observed_);
  for (Finding& finding : half.findings) {
    if (isStrict) raise(finding);
    const bool isRuledOut = finding.confidence == Confidence::RuledOut;
    addFinding(isRuledOut ? report.ruledOut : report.findings, std::move(finding));
  }
  sortFindings(report.findings);
  sortFindings(report.ruledOut);
  auto& coverage = report.coverage;
  coverage.warnings.insert(coverage.warnings.end(), problems_.begin(), problems_.end());
  if (half.unseen > 0)
    coverage.notes.push_back(fmt::format(
        "{} of the cycles in the source: no run took any part of them; gordian check tells them",
        half.unseen));
}

}  // namespace gordian::cli
