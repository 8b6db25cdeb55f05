// The same names and places in fewer columns, tried before anything is cut.
#pragma once

#include <string>
#include <vector>

#include "model.hpp"

namespace gordian::cli {

struct Wording {
  bool shortNames = false;  // "mutex #3" instead of "mutex #3 (bank.cpp:12)"
  bool linesOnly = false;   // "line 40" instead of "bank.cpp:40": the headline names the file
};

// What may be used for this finding, most telling first.
std::vector<Wording> wordingsFor(const Finding& finding);

std::string nameOf(const Finding& finding, std::size_t lock, const Wording& wording);
std::string placeOf(const SourceFrame& frame, const Wording& wording);

}  // namespace gordian::cli
