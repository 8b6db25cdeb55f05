// Writes a hang of this process into its own recording.
#pragma once

#include "situation.hpp"

#include <gordian/recording/format.h>

namespace gordian::runtime {

void writeHang(const board::Look& look, const lockgraph::Hang& hang, recording::HangAction action,
               std::uint64_t unchangedMs, std::uint32_t threads) noexcept;

bool anyHangs() noexcept;

}  // namespace gordian::runtime
