// Findings as lines of text, for tests: "GD401 likely Stats::hits 12 31", the lines of all its
// places in ascending order.
#pragma once

#include <string>
#include <vector>

#include "checks/check_program.hpp"

namespace gordian::analyzer::test {

// Of the units in these texts (unit_text.hpp); what is ruled out is left out.
std::vector<std::string> findingsIn(const std::vector<std::string>& texts,
                                    const CheckSettings& settings = {});
// The same, the whole findings.
std::vector<Found> foundIn(const std::vector<std::string>& texts,
                           const CheckSettings& settings = {});

}  // namespace gordian::analyzer::test
