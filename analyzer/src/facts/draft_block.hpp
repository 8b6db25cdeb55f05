// A block while the function is being read: events by the order in which they were written.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/events.hpp"

namespace gordian::analyzer::facts {

struct DraftBlock {
  std::vector<std::uint32_t> events;
  std::vector<std::uint32_t> successors;
  std::optional<Condition> condition;
  bool isCatch = false;
  bool isUnwinding = false;
};

}  // namespace gordian::analyzer::facts
