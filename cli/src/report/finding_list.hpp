// Findings of many recordings as one list, in which what is the same stands once.
#pragma once

#include <vector>

#include "model.hpp"

namespace gordian::cli {

// Merged into the one with the same fingerprint, if there is one.
void addFinding(std::vector<Finding>& list, Finding&& finding);

// Most certain first.
void sortFindings(std::vector<Finding>& list);

}  // namespace gordian::cli
