// What --stats counted, as tables for people.
#pragma once

#include <string>

#include "model.hpp"

namespace gordian::cli {

// At most 80 columns; the ten locks that were waited for longest.
std::string statisticsText(const Statistics& statistics);

// "12 ns", "840 us", "51.2 ms", "1.20 s", "3.5 h".
std::string durationText(std::uint64_t nanoseconds);
// "0.1 %".
std::string percentText(double share);

}  // namespace gordian::cli
