// Parts of the words that traces are written in (trace_text.hpp).
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace gordian::lockgraph::test {

// "T1@2" -> "T1", 2
inline std::pair<std::string, std::uint32_t> split(const std::string& word, char mark,
                                                   std::uint32_t otherwise) {
  const std::size_t place = word.find(mark);
  if (place == std::string::npos) return {word, otherwise};
  return {word.substr(0, place), static_cast<std::uint32_t>(std::stoul(word.substr(place + 1)))};
}

}  // namespace gordian::lockgraph::test
