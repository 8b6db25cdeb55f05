// The parts of the text of one finding; each is a block of whole lines.
#pragma once

#include <string>
#include <vector>

#include "model.hpp"

namespace gordian::cli {

std::string sentence(const Finding& finding);
std::string picture(const Finding& finding);  // who locks what in which order
// At most so many lines: the less room, the less is said.
std::string sourceLines(const Finding& finding, std::size_t maxLines);
std::string calledFrom(const Finding& finding);
std::string advice(const Finding& finding, const std::string& more);
std::string pointers(const Finding& finding, const std::string& more);  // help, and where is more
std::string momentsPicture(const Finding& finding);
// In the order in which it goes wrong.
std::vector<const Moment*> inOrder(const Finding& finding);

// "  label       text", folded at 80 columns under the text.
std::string labelled(const std::string& label, const std::string& text);

}  // namespace gordian::cli
