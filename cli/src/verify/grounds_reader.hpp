// "grounds" of a JSON report, read with distrust: every number that refers to something is looked
// at here, so that the judges need not.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include "../report/read_json.hpp"

namespace gordian::cli {

struct ReadGrounds {
  lockgraph::Trace trace;
  std::vector<std::string> locks;  // names
  std::vector<std::string> threads;
  bool hasAllAcquisitions = true;
  bool hasAllOrder = true;
};

// Throws UsageError.
ReadGrounds readGrounds(const JsonFile& file, const JsonFile::Json& json);

}  // namespace gordian::cli
