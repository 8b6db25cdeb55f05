#include "report_text.hpp"

#include <regex>

namespace gordian::gtest {
namespace {

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    parts.emplace_back(text.substr(at, end - at));
    at = end + separator.size();
  }
  return parts;
}

bool startFinding(const std::string& line, Finding& finding) {
  static const std::regex kHeadline(
      R"((?:([^ ].*?):(\d{1,9}):(?:\d+:)? )?(?:error|warning|note): (.*\[(GD\d+ [0-9a-f]+)\]))");
  std::smatch parts;
  if (!std::regex_match(line, parts, kHeadline)) return false;
  finding = {};
  finding.fingerprint = parts[4];
  finding.file = parts[1];
  if (parts[2].matched) finding.line = std::stoi(parts[2]);
  finding.text = "gordian: " + parts[3].str();
  return true;
}

}  // namespace

std::vector<Finding> parseFindings(std::string_view text) {
  constexpr std::string_view kTests = "  tests: ";
  std::vector<Finding> findings;
  Finding next;
  bool isOpen = false;
  for (const std::string& line : split(text, "\n")) {
    const bool isBody = line.compare(0, 2, "  ") == 0;
    if (isOpen && isBody) {
      Finding& finding = findings.back();
      finding.text += "\n" + line;
      if (line.compare(0, kTests.size(), kTests) == 0) {
        finding.tests = split(std::string_view(line).substr(kTests.size()), ", ");
      }
    } else {
      isOpen = startFinding(line, next);
      if (isOpen) findings.push_back(next);
    }
  }
  return findings;
}

}  // namespace gordian::gtest
