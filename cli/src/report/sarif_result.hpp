// A finding as a SARIF result (UX.md B9): every step is also a related location, because some
// viewers skip code flows.
#pragma once

#include <nlohmann/json.hpp>

#include "model.hpp"

namespace gordian::cli {

nlohmann::ordered_json sarifResult(const Finding& finding);

// One of the baseline that is gone.
nlohmann::ordered_json sarifResult(const GoneFinding& gone);

}  // namespace gordian::cli
