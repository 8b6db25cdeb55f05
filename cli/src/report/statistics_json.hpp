// What --stats counted, for other programs: the object "stats" of docs/report.schema.json.
#pragma once

#include <nlohmann/json.hpp>

#include "model.hpp"

namespace gordian::cli {

nlohmann::ordered_json statisticsJson(const Statistics& statistics);
nlohmann::ordered_json stackJson(const Evidence& evidence);

}  // namespace gordian::cli
