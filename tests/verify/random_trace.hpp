// Traces of made-up runs, as lines of tests/lockgraph/trace_text.hpp: a few threads that create
// and join each other, take locks of several kinds, try, wait for a while, hold locks over creating
// and joining. Equal seeds give equal traces.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gordian::test {

std::vector<std::string> randomTrace(std::uint32_t seed);

}  // namespace gordian::test
