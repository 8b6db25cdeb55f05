// A finding that is to come true.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "../report/model.hpp"
#include "plan_file.hpp"

namespace gordian::cli {

struct Target {
  std::string message;
  Confidence confidence = Confidence::Likely;
  std::vector<std::string> classes;  // of its locks, sorted
  PlanDraft plan;
  bool isPredicted = true;
  std::string provenBy{};  // "GD201 9a10…"; empty: not yet
  std::string hang{};      // the fingerprint of what happened
  std::string planFile{};  // where the plan that did it was saved
};

// None where no pause can bring it about; `why` tells.
std::optional<Target> targetOf(const Finding& finding, const PointsOfFindings& points,
                               std::string& why);

// The hang in the report of these recordings that is what the target foretold, or null: over its
// locks, or with all threads at the plan's places.
const Finding* cameTrue(const Target& target, const Report& report,
                        const std::vector<recording::Recording>& recordings);

// The findings of proven targets are proven, as is what a hang of these runs was foretold by; they
// say by what.
void raiseProven(Report& report, const std::vector<Target>& targets);

}  // namespace gordian::cli
