// The text of a finding in the source that is no cycle: its places as a compiler's notes.
#pragma once

#include <string>

#include "model.hpp"

namespace gordian::cli {

// Everything below the headline.
std::string staticText(const Finding& finding);

// "written, holding Stats::m, by main"; "read, no lock held".
std::string deedOf(const Finding& finding, const Access& access);

}  // namespace gordian::cli
