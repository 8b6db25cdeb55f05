// What the system knows of this process, for judging its own waits: the same questions that
// `gordian run` asks of the processes it watches, without a library.
#pragma once

#include "situation.hpp"

#include <cstdint>

namespace gordian::runtime {

// `own`: the task that asks, which posts nothing. Costs a few reads of /proc for each look.
struct SelfKnowledge {
  std::uint32_t own = 0;

  [[nodiscard]] board::Knowledge callbacks() noexcept;
};

}  // namespace gordian::runtime
