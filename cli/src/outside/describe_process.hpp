// A process and what its threads do, as text for people. Printable as it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "scene.hpp"

namespace gordian::cli::outside {

// What threads hold, by tid, in words.
using Holds = std::map<std::uint32_t, std::vector<std::string>>;

// One paragraph a thread: what it does or waits for, who could end that, what it holds, its calls.
std::string threadsText(Scene& scene, std::size_t process, const Holds& holds);

// What cannot be known of such waits from outside; empty: nothing is missing.
std::string limitsText(const Scene& scene, std::size_t process);

}  // namespace gordian::cli::outside
