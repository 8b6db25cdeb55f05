// One line on stderr, `gordian: …`: a single write, no stdio, no allocation.
#pragma once

#include <cstddef>

namespace gordian::runtime {

// No signal comes with a failure. False: it failed.
bool writeQuietly(int file, const char* text, std::size_t length) noexcept;

[[gnu::format(printf, 1, 2)]] void message(const char* format, ...) noexcept;

}  // namespace gordian::runtime
