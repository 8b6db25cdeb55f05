// Clang's thread-safety attributes, as they stand on what the unit names.
#pragma once

#include "unit_context.hpp"

namespace gordian::analyzer::facts {

// Of all records, fields, variables and functions in the tables. Their arguments can name more.
void describeCapabilities(UnitContext& unit);

}  // namespace gordian::analyzer::facts
