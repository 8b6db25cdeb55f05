// gordian verify: each verdict of a JSON report, derived again from what the report says it rests
// on.
#pragma once

#include <string>
#include <vector>

#include "../report/read_json.hpp"

namespace gordian::cli {

enum class Standing {
  Derived,       // the evidence leads to the same verdict
  Supported,     // it agrees, but what the verdict says of all others is not in the report
  Observed,      // something that was seen happen, or that the source says: nothing to derive
  Incomplete,    // the report holds too little to tell
  Contradicted,  // the evidence leads to another verdict, or the finding to none
};

struct Answer {
  Standing standing = Standing::Observed;
  std::string why{};
};

struct Verified {
  std::string id;           // "GD101"
  std::string fingerprint;  // as they stand in the report: not yet fit to be printed
  std::string confidence;
  Answer answer;
};

// Findings, suppressed and known ones, and what is ruled out, in the order of the report. Throws
// UsageError for what is no report.
std::vector<Verified> verifyReport(const JsonFile& report);

// The parts that look at what a finding shows, without "grounds".
Answer verifyHang(const JsonFile& report, const JsonFile::Json& finding);
Answer verifyAccesses(const JsonFile& report, const JsonFile::Json& finding);
// A cycle whose edges close, made by several runs.
Answer verifyRuns(const JsonFile& report, const JsonFile::Json& finding);

}  // namespace gordian::cli
