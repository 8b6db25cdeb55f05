// The parts of the text of a hang; each is a block of whole lines.
#pragma once

#include <string>

#include "model.hpp"

namespace gordian::cli {

// Who holds what and waits for what; empty when there is no circle.
std::string ringPicture(const Finding& finding);
// Where each of them waits and took what it holds; those behind them; the rest as a number.
std::string hangRows(const Finding& finding);
// The calls of those who keep all others waiting.
std::string hangStacks(const Finding& finding);

// All of it, after the headline.
std::string hangText(const Finding& finding, const std::string& more);

}  // namespace gordian::cli
