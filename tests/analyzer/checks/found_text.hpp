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

// A mutex m, a number n, and a main that runs work and other, which are to be added, side by side.
extern const std::string kTwoThreads;
// The text with every `mark` replaced.
std::string replaced(std::string text, const std::string& mark, const std::string& with);

}  // namespace gordian::analyzer::test
