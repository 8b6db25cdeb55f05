// The words of the confidence ladder: which test decided, in text and JSON alike.
#pragma once

#include <string>
#include <vector>

#include "model.hpp"

namespace gordian::cli {

// For any cycle, with its own confidence: why it is believed, or which test was left open.
std::string reasonOf(const Finding& finding, const std::vector<std::string>& gates);

// Of what was refuted; `gates` for GateLock.
std::string refutation(lockgraph::Reason reason, const std::vector<std::string>& gates);

// Applies --strict: one step up for what was ruled out or possible.
void raise(Finding& finding);

std::string messageOf(const Finding& finding);

}  // namespace gordian::cli
