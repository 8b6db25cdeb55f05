// What the checks found, as findings of a report.
#pragma once

#include "../report/model.hpp"
#include "checks/finding.hpp"

namespace gordian::cli {

// With its fingerprint.
Finding findingOf(const analyzer::Found& found);

// Puts findings and what was ruled out into a report, each once, in an order of their own; finish()
// when all were told.
class FindingCollector final : public analyzer::FindingHandler {
 public:
  explicit FindingCollector(Report& report) : report_(report) {}

  void found(analyzer::Found finding) override;
  void finish();

 private:
  Report& report_;
  std::vector<Finding> told_;
};

}  // namespace gordian::cli
