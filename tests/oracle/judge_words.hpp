// Findings as words: "AB likely", "AB ruled out: gate", "T0 at join1 holds A: T1 likely".
#pragma once

#include <gordian/lockgraph/analysis.hpp>

#include <string>
#include <vector>

#include "recorder.hpp"

namespace gordian::oracle {

std::string name(const std::vector<std::uint8_t>& locks);
std::string waitName(const Recording& recording, const lockgraph::HeldWait& found);
std::vector<std::string> wordsOf(const Recording& recording, const lockgraph::Analysis& analysis);

}  // namespace gordian::oracle
