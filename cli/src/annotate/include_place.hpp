// Where a new #include line goes: behind those that are there, never inside a condition.
#pragma once

#include <cstddef>
#include <string_view>

namespace gordian::cli {

// The byte at which the line begins.
std::size_t includePlace(std::string_view text);

}  // namespace gordian::cli
