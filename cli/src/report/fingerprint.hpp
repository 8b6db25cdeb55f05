// The name of a finding that stays the same when lines move, the checkout path changes, addresses
// differ or another thread comes first; it changes with the rule, the lock classes and the
// functions.
#pragma once

#include <string>

#include "model.hpp"

namespace gordian::cli {

// 10 hex digits.
std::string fingerprintOf(const Finding& finding);

// Rule-relevant text of one edge: equal for edges that count as the same.
std::string edgeKey(const Finding& finding, const Edge& edge);

std::string_view baseName(std::string_view path);

}  // namespace gordian::cli
