// The report for people: UX.md B4. At most 24 lines of 80 columns for a cycle of two locks.
#pragma once

#include <set>
#include <string>

#include "model.hpp"

namespace gordian::cli {

struct TextOptions {
  bool colour = false;
  bool quiet = false;    // the headlines and what was missed, no summary
  bool explain = false;  // also what was ruled out, and why
  std::size_t maxFindings = 20;
  std::set<std::string> said{};  // fingerprints of what was printed before: counted, not repeated
};

std::string renderText(const Report& report, const TextOptions& options = {});

// One finding in full; `more` is put behind the id in the commands that it names.
std::string renderFinding(const Finding& finding, const TextOptions& options,
                          const std::string& more = {});

// Everything that is known about one finding: all stacks of both sides, library frames included.
std::string renderEvidence(const Finding& finding);

// "gordian: 3 processes, 14 locks, 5,210 acquisitions, 0 findings"
std::string summaryLine(const Report& report);

// file:line:col: severity: message [GD101 fingerprint]
std::string headline(const Finding& finding);

// bank.cpp:40; the function or the module where the line is unknown.
std::string shortSite(const SourceFrame& frame);

// The path as it is short from here: relative when it is below the working directory.
std::string displayPath(const std::string& path);

}  // namespace gordian::cli
