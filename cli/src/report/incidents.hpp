// Incidents (something a thread did that is wrong in itself) as findings.
#pragma once

#include <optional>

#include "model.hpp"
#include "names.hpp"

namespace gordian::cli {

// None for an incident of a kind that this version does not know. `index`: see FindingBuilder.
std::optional<Finding> incidentFinding(const recording::Recording& recording, std::size_t index,
                                       Names& names, const recording::Incident& incident);

}  // namespace gordian::cli
