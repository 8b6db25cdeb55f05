#include "facts_report.hpp"

#include <memory>
#include <utility>

#include "static_findings.hpp"

namespace gordian::cli {
namespace {

// Not given back: the process ends with the report, and to take apart what was linked takes time.
analyzer::ProgramCheck& keptProgram() {
  static auto* const kept = new std::vector<std::unique_ptr<analyzer::ProgramCheck>>;
  return *kept->emplace_back(std::make_unique<analyzer::ProgramCheck>());
}

}  // namespace

std::vector<UnitFacts> unitsOfFacts(const std::vector<std::string>& paths) {
  std::vector<UnitFacts> units;
  for (const auto& file : factsFiles(paths)) {
    units.emplace_back();
    units.back().entry.file = units.back().facts = file;
  }
  return units;
}

Report factsReport(std::vector<UnitFacts>& units, Extraction* extraction,
                   const analyzer::CheckSettings& settings, ProgramFacts& facts) {
  analyzer::ProgramCheck& program = keptProgram();
  facts.read(extraction, units, [&](analyzer::Unit unit) { program.add(std::move(unit)); });
  Report report;
  FindingCollector collector(report);
  const analyzer::CheckCounts counts = program.judge(settings, collector);
  collector.finish();
  report.command = {"gordian", "check"};
  report.check = CheckSummary{units.size(), facts.incomplete(), counts.functions, counts.accesses};
  report.summary.threads = counts.threads;
  report.summary.locks = counts.locks;
  report.summary.acquisitions = counts.acquisitions;
  report.summary.edges = counts.edges;
  report.coverage.warnings = facts.problems();
  return report;
}

void keepOwn(Report& report, const Project& project, const ProgramFacts& facts) {
  for (auto* list : {&report.findings, &report.ruledOut})
    std::erase_if(*list, [&](const Finding& finding) {
      const std::string& file = finding.location().file;
      return !project.has(file) || facts.isSystem(file);
    });
}

}  // namespace gordian::cli
