// What a verdict rests on, as JSON ("grounds" of docs/report.schema.json): read by gordian verify.
#pragma once

#include <nlohmann/json.hpp>

#include "model.hpp"

namespace gordian::cli {

nlohmann::ordered_json groundsJson(const Grounds& grounds);

// "mutex", "rwlock", …; what the reader looks for.
const char* wordOf(lockgraph::LockKind kind);
const char* wordOf(lockgraph::Acquisition acquisition);

}  // namespace gordian::cli
