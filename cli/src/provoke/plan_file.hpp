// A plan as a value, and as the text that the runtime follows and that is kept for later
// (runtime/plan/plan.hpp has the form).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../report/plan_points.hpp"

namespace gordian::cli {

struct PlanDraft {
  std::string rule;  // "GD101"
  std::string fingerprint;
  std::vector<std::string> remarks;  // for people: a line each
  std::uint64_t seed = 1;
  std::uint32_t attempt = 1;
  std::uint32_t pauseMs = 200;
  std::uint32_t budgetMs = 5000;
  std::uint32_t frames = 8;
  int anchor = -1;
  std::vector<PlanPoint> points;
};

std::string planText(const PlanDraft& draft);

// Throws UsageError that names the file, the line and what is wrong.
PlanDraft readPlan(const std::string& file);

// Whether every binary of the plan is there as it was: then its places are valid. Python's places
// are in scripts, which may have changed: never.
bool isCurrent(const PlanDraft& draft);

}  // namespace gordian::cli
