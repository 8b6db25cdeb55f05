// Reports for files and other programs, by the ending of the file's name.
#pragma once

#include <string>
#include <vector>

#include "model.hpp"

namespace gordian::cli {

std::string renderJson(const Report& report);      // docs/report.schema.json
std::string renderSarif(const Report& report);     // SARIF 2.1.0
std::string renderMarkdown(const Report& report);  // for a job summary or a review
std::string renderDot(const Report& report);       // the lock-order graph of the findings

// Throws UsageError with one line when the ending is missing, unknown or not supported yet.
void requireFormat(const std::string& file);

// Writes the report; throws UsageError when the file cannot be written. Replaces a report of
// before, but never follows a link.
void writeReport(const Report& report, const std::string& file);

}  // namespace gordian::cli
