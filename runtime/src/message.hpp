// One line on stderr, `gordian: …`: a single write, no stdio, no allocation.
#pragma once

namespace gordian::runtime {

[[gnu::format(printf, 1, 2)]] void message(const char* format, ...) noexcept;

}  // namespace gordian::runtime
