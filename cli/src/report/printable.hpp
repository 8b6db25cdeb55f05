// Nothing that was read (names, paths, source text) may control the reader's terminal.
#pragma once

#include <string>
#include <string_view>

#include "model.hpp"

namespace gordian::cli {

// Control characters, malformed UTF-8 and invisible direction marks replaced by '?', tabs by a
// blank. One line stays one line.
std::string printable(std::string_view text);

// The same report with every string printable.
Report printable(Report report);

// Columns on a terminal, one a character.
std::size_t widthOf(std::string_view text);

// At most `width` columns; what is left out in the middle becomes "...".
std::string shortened(std::string_view text, std::size_t width);

}  // namespace gordian::cli
