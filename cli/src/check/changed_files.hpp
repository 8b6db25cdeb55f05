// What was changed since some revision, as git knows it.
#pragma once

#include <set>
#include <string>

namespace gordian::cli {

// Absolute paths: changed, added or not yet known to git. `folder` is in the checkout. Throws
// UsageError: no checkout, no such revision.
std::set<std::string> changedSince(const std::string& revision, const std::string& folder);

}  // namespace gordian::cli
