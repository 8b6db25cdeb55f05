// How attempts differ: the first ones follow the plan closely with short pauses, later ones wait
// longer, at fewer places, and take more calls for the place. The same seed gives the same
// attempts.
#pragma once

#include "plan_file.hpp"

namespace gordian::cli {

// `number` from 1.
PlanDraft attemptOf(const PlanDraft& plan, std::uint32_t number, std::uint64_t seed);

}  // namespace gordian::cli
