// The text of `gordian report --at-test`: a block for each finding, its first line
// `file:line:col: severity: message [GD101 fingerprint]`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gordian::gtest {

struct Finding {
  std::string fingerprint;  // with the rule: "GD101 7c3f01ab22"
  std::string file;         // where to show it; empty when unknown
  int line = 0;
  std::string text;                // for people, without the place
  std::vector<std::string> tests;  // in which its parts were seen first
};

// What is no block of this form is left out.
std::vector<Finding> parseFindings(std::string_view text);

}  // namespace gordian::gtest
